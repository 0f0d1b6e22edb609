/** A WebSocket of the live device under clients that nobody here wrote. */
import { onWebsocketDesk } from './websocket-desk.ts';

onWebsocketDesk('W5500');
