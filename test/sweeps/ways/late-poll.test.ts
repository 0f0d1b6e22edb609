/** Both chips. */
import '../../ways/late-poll.test.ts';
