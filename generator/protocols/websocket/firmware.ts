import type { DeviceSocket } from '../../../contract/device.ts';
import type { WebsocketPlan } from '../../../contract/websocket.ts';
import { type FirmwarePart, LISTEN, sourcePair } from '../../firmware/part.ts';
import { pageView } from './page-view.ts';

const FOLDER = 'protocols/websocket';

/**
 * The C of WebSocket servers; nothing without one.
 *
 * @param sought the messages that they look for, as templates print them; null: none
 */
export function websocketFirmware(
  sockets: readonly Pick<DeviceSocket, 'websocket' | 'port' | 'number'>[],
  sought: Readonly<Record<string, unknown>> | null,
): readonly FirmwarePart[] {
  if (sockets.every(({ websocket }) => websocket === null)) return [];
  const view = { ...tables(sockets.map(({ websocket }) => websocket)), ...pageView(sockets) };
  return [
    ...textMessages(sought),
    {
      sources: [
        ...sourcePair(FOLDER, 'kw_accept', 'methods', "answers the key of a WebSocket's client"),
        ...(view.pages.length > 0 ? sourcePair(FOLDER, 'kw_page', 'methods', 'pages for browsers') : []),
        ...sourcePair(FOLDER, 'kw_handshake', 'loop', 'the opening handshake of WebSockets'),
      ],
      view,
    },
    {
      sources: sourcePair(FOLDER, 'kw_websocket', 'loop', 'WebSocket servers'),
      hooks: {
        begin: ['kw_websocket_begin(sn);'],
        framed: ['kw_websocket_arrived(sn);'],
        blocked: sought === null ? [] : [LISTEN],
        say: [
          { when: 'kw_websocket_serves(sn)', call: 'kw_ws_send_text(sn, (uint8_t const *)text.bytes, text.length)' },
        ],
        leaves: ['kw_websocket_has_left(sn)'],
        deliver: [{ when: 'kw_websocket_serves(sn)', call: 'kw_websocket_deliver(sn)' }],
        send: [{ statement: 'kw_websocket_serve(sn);', rank: 0 }],
      },
      ends: ['no-handshake', 'websocket-closed', ...(view.pages.length > 0 ? (['page-sent'] as const) : [])],
      traits: ['peeks', 'composes', 'closes'],
      notes: ['A WebSocket is ready when `kw_app_ws_opened` is called; `kw_app_received` is not called for it.'],
      view: {
        ...view,
        foundKinds: sought?.foundKinds ?? [],
        websocketIncludes: [
          ...(view.pages.length > 0 ? ['kw_page.h'] : []),
          ...(sought === null ? [] : ['kw_text_messages.h']),
        ],
        otherProtocols: sockets.some(({ websocket }) => websocket === null),
      },
    },
  ];
}

function textMessages(sought: Readonly<Record<string, unknown>> | null): readonly FirmwarePart[] {
  if (sought === null) return [];
  const about = 'finds messages of the specification in text messages';
  return [{ sources: sourcePair(FOLDER, 'kw_text_messages', 'loop', about), view: sought }];
}

/** What requests must ask for and the limits: a row for each socket, or one where all rows are alike. */
function tables(servers: readonly (WebsocketPlan | null)[]) {
  const hasPages = servers.some((it) => it !== null && it.page !== null);
  const websocketOrigins = servers.some((it) => it !== null && it.origins !== null);
  const websocketSubprotocols = servers.some((it) => it !== null && it.subprotocols.length > 0);
  const rows = servers.map((it) => {
    if (it === null) return ['{ .path = NULL }, /* no WebSocket server */', '{ .longest = 0U },'] as const;
    const wanted = [
      `"${it.path}"`,
      ...(websocketOrigins ? [it.origins === null ? 'NULL' : listOf(it.origins)] : []),
      ...(websocketSubprotocols ? [listOf(it.subprotocols)] : []),
      `${it.maxRequestBytes}U`,
    ];
    return [`{ ${wanted.join(', ')} },`, `{ ${it.handshakeMs}U, ${it.closeMs}U, ${it.maxMessageBytes}U },`] as const;
  });
  const websocketsDiffer = new Set(rows.map((row) => row.join())).size > 1;
  const printed = websocketsDiffer ? rows : rows.slice(0, 1);
  return {
    ...{ websocketOrigins, websocketSubprotocols, websocketsDiffer },
    moreHeaders: [
      ...(websocketSubprotocols || hasPages ? ['sec-websocket-protocol'] : []),
      ...(hasPages ? ['if-none-match'] : []),
    ]
      .map((header) => `\n${' '.repeat(30)}"${header}\\0"`)
      .join(''),
    websocketRows: printed.map(([wanted]) => wanted),
    websocketLimits: printed.map(([, limits]) => limits),
    websocketRowsText: websocketsDiffer ? 'A row for each socket.' : 'One row: all sockets are alike.',
  };
}

/** The zeros end strings of their own, since a digit may follow one. */
function listOf(texts: readonly string[]): string {
  return texts.length === 0 ? '""' : texts.map((text) => `"${text}\\0"`).join(' ');
}
