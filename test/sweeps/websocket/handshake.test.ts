/** A request and a message split at every byte, on both chips. */
import '../../websocket/handshake.test.ts';
