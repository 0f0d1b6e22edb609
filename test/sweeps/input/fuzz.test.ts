/** More texts. */
import '../../input/fuzz.test.ts';
