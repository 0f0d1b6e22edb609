/** Both chips. */
import '../../whole/capture.test.ts';
