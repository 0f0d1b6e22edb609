import type { DeviceSocket } from '../../../contract/device.ts';
import type { WebsocketPlan } from '../../../contract/websocket.ts';
import { type FirmwarePart, sourcePair } from '../../firmware/part.ts';

const FOLDER = 'protocols/websocket';

/** The C of WebSocket servers; nothing without one. */
export function websocketFirmware(sockets: readonly Pick<DeviceSocket, 'websocket'>[]): readonly FirmwarePart[] {
  if (sockets.every(({ websocket }) => websocket === null)) return [];
  return [
    {
      sources: [
        ...sourcePair(FOLDER, 'kw_accept', 'methods', "answers the key of a WebSocket's client"),
        ...sourcePair(FOLDER, 'kw_handshake', 'loop', 'the opening handshake of WebSockets'),
        ...sourcePair(FOLDER, 'kw_websocket', 'loop', 'WebSocket servers'),
      ],
      hooks: {
        begin: ['kw_websocket_begin(sn);'],
        deliver: [{ when: 'kw_websocket_serves(sn)', call: 'kw_websocket_deliver(sn)' }],
        expired: [
          { when: 'kw_websocket_refused(sn)', reason: 'no-handshake' },
          { when: 'kw_websocket_closed(sn)', reason: 'websocket-closed' },
        ],
        send: [{ statement: 'kw_websocket_send(sn);', rank: 0 }],
      },
      traits: ['peeks', 'composes', 'closes'],
      notes: ['A WebSocket is ready when `kw_app_ws_opened` is called; `kw_app_received` is not called for it.'],
      view: {
        websocketLimits: sockets.map(({ websocket: it }) =>
          it === null ? '{ .longest = 0U },' : `{ ${it.maxMessageBytes}U, ${it.handshakeMs}U, ${it.closeMs}U },`,
        ),
        ...wantedView(sockets.map(({ websocket }) => websocket)),
      },
    },
  ];
}

/** What requests must ask for: lists of their own, which sockets share, and a row for each socket. */
function wantedView(servers: readonly (WebsocketPlan | null)[]) {
  const names = new Map<string, string>();
  const listOf = (kind: string, items: readonly string[] | null): string => {
    if (items === null || items.length === 0) return 'NULL, 0U';
    const text = items.map((item) => `NAME("${item}")`).join(', ');
    const same = [...names.keys()].filter((key) => key.startsWith(`${kind} `)).length;
    const name = names.get(`${kind} ${text}`) ?? (same === 0 ? kind : `${kind}_${same + 1}`);
    names.set(`${kind} ${text}`, name);
    return `${name}, ${items.length}U`;
  };
  const rows = servers.map((it) =>
    it === null
      ? '{ .origins = NULL }, /* no WebSocket server */'
      : `{ NAME("${it.path}"), ${listOf('origins', it.origins)}, ${listOf('subprotocols', it.subprotocols)}, ${it.maxRequestBytes}U },`,
  );
  const lists = [...names].map(([key, name]) => ({ name, items: key.slice(key.indexOf(' ') + 1) }));
  return { websocketRows: rows, websocketLists: lists };
}
