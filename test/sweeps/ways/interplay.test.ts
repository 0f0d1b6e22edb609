/** Both chips. */
import '../../ways/interplay.test.ts';
