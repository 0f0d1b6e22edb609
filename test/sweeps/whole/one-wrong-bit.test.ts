/** Every bit of the first frames. */
import '../../whole/one-wrong-bit.test.ts';
