/** Every built-in scenario on a WebSocket, on both chips. */
import '../../websocket/scenarios.test.ts';
