/** The same with more faults. */
import '../../guest/recovery.test.ts';
