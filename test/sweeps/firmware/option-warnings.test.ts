/** Each option on both chips and both platforms. */
import '../../firmware/option-warnings.test.ts';
