/** Each option on both chips and both platforms. */
import '../../firmware/options.test.ts';
