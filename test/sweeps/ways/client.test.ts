/** Both chips. */
import '../../ways/client.test.ts';
