/** Each wish on both chips. */
import '../../whole/solve.test.ts';
