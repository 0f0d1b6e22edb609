/** Both chips. */
import '../../whole/hold.test.ts';
