/** Every phase. */
import '../../whole/cuts.test.ts';
