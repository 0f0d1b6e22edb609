/** Every combination of parts, chips, platforms, socket counts and wirings. */
import '../../firmware/compile.test.ts';
