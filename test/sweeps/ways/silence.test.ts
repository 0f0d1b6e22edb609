/** An hour of heartbeats; both chips. */
import '../../ways/silence.test.ts';
