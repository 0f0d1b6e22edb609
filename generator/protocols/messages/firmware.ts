import type { DeviceSocket } from '../../../contract/device.ts';
import { type FirmwarePart, sourcePair } from '../../firmware/part.ts';
import type { Wanted } from '../protocol.ts';

/** Twice the longest message there can be. */
const WINDOW_BYTES = 128;

const FIND = 'kw_messages_find(sn); /* the application gets nothing while it cannot send, but messages count */';

/** Finds messages in what is received; nothing where none is looked for. */
export function messagesFirmware(
  { sought, actsOn }: Wanted,
  sockets: readonly Pick<DeviceSocket, 'websocket'>[],
): readonly FirmwarePart[] {
  if (sought.length === 0) return [];
  // What a WebSocket receives is masked frames, in which any bytes may look like a message.
  const besideWebsockets = sockets.some(({ websocket }) => websocket !== null);
  return [
    {
      sources: sourcePair('protocols/messages', 'kw_messages', 'loop', 'finds messages in what is received'),
      hooks: {
        begin: ['kw_messages_begin(sn);'],
        blocked: besideWebsockets ? [`if (!kw_websocket_serves(sn)) {\n            ${FIND}\n        }`] : [FIND],
        undelivered: [`${besideWebsockets ? '!kw_websocket_serves(sn) && ' : ''}kw_messages_are_unfinished(sn)`],
      },
      traits: ['peeks', 'findsMessages'],
      hookNotes: [
        'Messages of the specification are found in received data and removed from it if the specification says so. A',
        'partial message is offered after KW_PARTIAL_MS without its rest. Read all data: what follows a message is not',
        'searched before the data in front of that message has been read, so later messages are found late.',
      ],
      notes: ['The application gets received bytes that may be a partial message up to one second later.'],
      view: {
        windowBytes: WINDOW_BYTES,
        actsOnMessages: sought.some(({ name }) => actsOn(name)),
      },
    },
  ];
}
