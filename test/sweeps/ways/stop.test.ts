/** Both chips. */
import '../../ways/stop.test.ts';
