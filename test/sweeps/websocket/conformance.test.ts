/** Each case cut in two at every byte, on both chips, and messages as many and as long as the device takes. */
import '../../websocket/conformance.test.ts';
