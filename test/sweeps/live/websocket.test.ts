/** The clients of `test/live/kernel` on the other chip. */
import { onWebsocketDesk } from '../../live/kernel/websocket-desk.ts';

onWebsocketDesk('W5200');
