/** Both chips, and longer runs. */
import '../../ways/interplay.test.ts';
