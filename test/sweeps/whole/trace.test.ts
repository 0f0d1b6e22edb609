/** Both chips. */
import '../../whole/trace.test.ts';
