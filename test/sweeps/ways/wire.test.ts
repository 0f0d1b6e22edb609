/** Both chips. */
import '../../ways/wire.test.ts';
