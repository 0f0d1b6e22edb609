/** An hour of heartbeats. */
import '../../ways/silence.test.ts';
