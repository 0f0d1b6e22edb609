/** A million mutated frames and handshakes. */
import '../../websocket/fuzz.test.ts';
