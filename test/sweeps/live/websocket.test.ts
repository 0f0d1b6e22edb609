/** The clients of `test/live/kernel` on the other chip, and the page of the example. */
import { onLampDesk } from '../../live/kernel/lamp-desk.ts';
import { onWebsocketDesk } from '../../live/kernel/websocket-desk.ts';

onWebsocketDesk('W5200');
onLampDesk('W5500');
