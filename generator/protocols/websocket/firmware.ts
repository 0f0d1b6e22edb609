import type { DeviceSocket } from '../../../contract/device.ts';
import type { WebsocketPlan } from '../../../contract/websocket.ts';
import { type CSource, type FirmwarePart, sourcePair } from '../../firmware/part.ts';
import { kindOf } from '../messages/sought.ts';
import type { Wanted } from '../protocol.ts';
import { cListEntryOf, cListOf } from './c-list.ts';
import { pageView } from './page-view.ts';
import { MOST_OFFER_BYTES } from './schema.ts';

const FOLDER = 'protocols/websocket';

/** Those that count in each request, in the order that kw_handshake.c knows. */
const HEADERS = ['upgrade', 'connection', 'sec-websocket-version', 'sec-websocket-key', 'host', 'origin'];

type Socket = Pick<DeviceSocket, 'websocket' | 'port'>;

/** The C of WebSocket servers; nothing without one. */
export function websocketFirmware(sockets: readonly Socket[], wanted: Wanted): readonly FirmwarePart[] {
  if (sockets.every(({ websocket }) => websocket === null)) return [];
  const looksAhead = wanted.data || wanted.pongs || wanted.sought.length > 0;
  const view = viewOf(sockets, wanted, looksAhead);
  const hasPages = view.pages.length > 0;
  return [
    {
      sources: [
        ...sourcePair(FOLDER, 'kw_accept', 'methods', "answers the key of a WebSocket's client"),
        ...sourcePair(FOLDER, 'kw_utf8', 'methods', 'checks the text of WebSockets'),
        ...(hasPages ? sourcePair(FOLDER, 'kw_page', 'methods', 'pages for browsers') : []),
        ...sourcePair(FOLDER, 'kw_handshake', 'loop', 'the opening handshake of WebSockets'),
        ...sourcePair(FOLDER, 'kw_request', 'loop', 'requests of HTTP, word by word'),
        ...sourcePair(FOLDER, 'kw_frame', 'loop', 'frames of WebSockets'),
        { path: 'kw_ws_state.h', template: `${FOLDER}/kw_ws_state.h`, layer: 'loop' },
        source('kw_ws_received', 'what clients of WebSockets send'),
        source('kw_ws_sending', 'what is sent to clients of WebSockets'),
        source('kw_ws_closing', 'how WebSockets are closed'),
        ...(looksAhead ? [source('kw_ws_listen', 'signs of life of the clients of WebSockets')] : []),
      ],
      view,
    },
    {
      sources: sourcePair(FOLDER, 'kw_websocket', 'loop', 'WebSocket servers'),
      hooks: {
        begin: ['kw_websocket_begin(sn);'],
        framed: view.hearsOthers ? ['kw_websocket_arrived(sn);'] : [],
        listen: looksAhead ? ['kw_websocket_listen(sn)'] : [],
        say: [
          { when: 'kw_websocket_serves(sn)', call: 'kw_ws_send_text(sn, (uint8_t const *)text.bytes, text.length)' },
        ],
        leaves: ['kw_websocket_leave(sn)'],
        deliver: [{ when: 'kw_websocket_serves(sn)', call: 'kw_websocket_deliver(sn)' }],
        send: [{ statement: 'kw_websocket_serve(sn);', rank: 0 }],
      },
      ends: ['no-handshake', 'websocket-closed', ...(hasPages ? (['page-sent'] as const) : [])],
      traits: ['peeks', 'composes', 'closes', ...(looksAhead ? (['looksAhead'] as const) : [])],
      notes: ['A WebSocket is ready when `kw_app_ws_opened` is called; `kw_app_received` is not called for it.'],
      view,
    },
  ];
}

function source(name: string, about: string): CSource {
  return { path: `${name}.c`, template: `${FOLDER}/${name}.c`, layer: 'loop', about };
}

function viewOf(sockets: readonly Socket[], { sought, actsOn, data, pongs }: Wanted, looksAhead: boolean) {
  const kinds = new Set(sought.map(({ name }) => kindOf(name)));
  const otherProtocols = sockets.some(({ websocket }) => websocket === null);
  return {
    ...tables(sockets.map(({ websocket }) => websocket)),
    ...pageView(sockets),
    otherProtocols,
    hearsOthers: otherProtocols && data,
    wordBytes: MOST_OFFER_BYTES,
    pings: pongs,
    soughtKinds: [...kinds],
    lastKinds: [...new Set(sought.flatMap(({ name, isLast }) => (isLast ? [kindOf(name)] : [])))],
    actsOnMessages: sought.some(({ name }) => actsOn(name)),
    // What has not been looked at yet is not offered.
    knownBytes: looksAhead ? 'w->seen' : 'size',
  };
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
      ...(websocketOrigins ? [it.origins === null ? 'NULL' : cListOf(it.origins)] : []),
      ...(websocketSubprotocols ? [cListOf(it.subprotocols)] : []),
      `${it.maxRequestBytes}U`,
    ];
    return [`{ ${wanted.join(', ')} },`, `{ ${it.handshakeMs}U, ${it.closeMs}U, ${it.maxMessageBytes}U },`] as const;
  });
  const websocketsDiffer = new Set(rows.map((row) => row.join())).size > 1;
  const printed = websocketsDiffer ? rows : rows.slice(0, 1);
  return {
    ...{ websocketOrigins, websocketSubprotocols, websocketsDiffer },
    headerRows: headerRows([
      ...HEADERS,
      ...(websocketSubprotocols || hasPages ? ['sec-websocket-protocol'] : []),
      ...(hasPages ? ['if-none-match'] : []),
    ]),
    websocketRows: printed.map(([wanted]) => wanted),
    websocketLimits: printed.map(([, limits]) => limits),
    websocketRowsText: websocketsDiffer ? 'A row for each socket.' : 'One row: all sockets are alike.',
  };
}

/** Of one string, which ends with the last of them. */
function headerRows(names: readonly string[]): readonly string[] {
  return names.map((name, index) => `${cListEntryOf(name)}${index === names.length - 1 ? ';' : ''}`);
}
