/** Both chips, and longer runs. */
import '../../ways/late-poll.test.ts';
