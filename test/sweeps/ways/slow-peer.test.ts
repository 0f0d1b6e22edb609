/** Each method on both chips. */
import '../../ways/slow-peer.test.ts';
