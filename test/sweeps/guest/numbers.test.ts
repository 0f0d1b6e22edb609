/** Each method, with each failure. */
import '../../guest/numbers.test.ts';
