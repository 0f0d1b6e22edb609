/** Every moment. */
import '../../whole/faults.test.ts';
