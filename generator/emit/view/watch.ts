import type { SocketPlan, WatchingPlan } from '../../../contract/device.ts';
import type { Plan } from '../../../contract/plan.ts';
import { CHIPS } from '../../chips/registry.ts';
import { enumeratorName } from '../../firmware/c-text.ts';
import type { ConfigMacro } from '../../firmware/part.ts';
import { METHODS } from '../../methods/registry.ts';
import { methodsOf } from '../../methods/used.ts';
import { type MacroText, numberingOf } from './watched-numbers.ts';

/** A number of each socket: a macro where all have the same, or a field of a table. 0: the socket has none. */
interface Limit extends Omit<ConfigMacro, 'value'> {
  readonly field: string;
  readonly values: readonly number[];
}

/** What the templates of kw_watch print. */
export function watchViews(plan: Plan, watching: WatchingPlan): readonly object[] {
  const numbering = numberingOf(plan.sockets);
  const silences = silenceLimits(plan);
  const limits = { ...probeLimits(plan.sockets), sending: sendLimit(plan.sockets) };
  const used = [...Object.values(limits), ...silences].filter(({ values }) => values.some((value) => value > 0));
  const isUniform = used.every(({ values }) => new Set(values).size === 1);
  const text = (limit: Limit): string => {
    if (!used.includes(limit)) return '';
    return isUniform ? limit.macro : `limits[w - watches].${limit.field}`;
  };
  const { link, health } = plan.watch;
  const isSilent = silences.some((it) => used.includes(it));
  const gives = isSilent || used.includes(limits.sending) || link != null;
  const ends = gives && watching.onDeath === 'close';
  return [
    {
      ...watching,
      closes: watching.onDeath === 'close',
      ...endedTexts(watching, health != null),
    },
    {
      probes: used.includes(limits.probeAfter),
      probeAfter: text(limits.probeAfter),
      probeInterval: text(limits.probeInterval),
      sendLimit: text(limits.sending),
      silenceLimits: silences
        .filter((it) => used.includes(it))
        .map((it) => ({ limit: text(it), reason: it.reason, command: ends ? 'CR_DISCON' : '1U' })),
      closeCommand: ends ? 'CR_CLOSE' : '1U',
      limitFields: isUniform ? [] : used.map(({ field }) => `uint32_t ${field};`),
      limitRows: isUniform ? [] : plan.sockets.map((_, index) => rowText(used, index)),
      ...{ gives, ends, disconnects: ends && isSilent },
      givesHow: GIVES_HOW[watching.onDeath],
      ...endingTexts(ends, isSilent),
    },
    { readsLink: link != null, holdsLink: (link?.holdMs ?? 0) > 0, ...LINK[plan.chip.name], health: health != null },
    { linkState: linkStateText(link?.holdMs ?? 0) },
    {
      ...numbering,
      watchMacros: [
        ...numbering.macros,
        ...[...macrosOf(plan, watching), ...(isUniform ? used.map(macroOf) : [])].map(asText),
      ],
    },
    benchView(plan),
    { txSize: TX_SIZE[plan.chip.name] },
    identityView(plan.sockets),
  ];
}

/** Of the callback's comment. */
function endedTexts({ onDeath, locks }: WatchingPlan, hasHealth: boolean) {
  return {
    afterEnd: onDeath === 'close' ? 'The socket is being closed.' : 'The socket is left as it is: close it.',
    closesBy: CLOSES_BY[onDeath],
    healthNote: hasHealth ? '' : ' Needs "health".',
    withoutLock: locks ? ', without the lock' : '',
  };
}

/** What else is written to Sn_CR, in kw_watch.h. */
const CLOSES_BY = {
  close:
    ', and\n * DISCON or CLOSE when the peer is dead. Your loop then finds SOCK_CLOSED and opens the socket again.',
  report: '.',
} as const;

const GIVES_HOW = {
  close: 'Reports the end once. The next reading closes the socket.',
  report: 'Reports the end once. The application closes the socket.',
} as const;

/** Where the link of the PHY is read (W5500 datasheet 1.0.9 p. 43, W5200 datasheet 1.3.0 p. 24). */
const LINK: Readonly<Record<Plan['chip']['name'], { readonly linkRegister: string; readonly linkBit: string }>> = {
  W5500: { linkRegister: 'getPHYCFGR()', linkBit: '0x01U' },
  W5200: { linkRegister: 'getPHYSTATUS()', linkBit: '0x20U' },
};

/** ioLibrary's names of the register before Sn_TX_FSR, with the size of the buffer in KiB. */
const TX_SIZE: Readonly<Record<Plan['chip']['name'], string>> = {
  W5500: 'Sn_TXBUF_SIZE(sn)',
  W5200: 'Sn_TXMEM_SIZE(sn)',
};

function linkStateText(holdMs: number): string {
  if (holdMs === 0) return 'link_down = is_link_down();';
  return `if (!is_link_down()) {
        linked_ms = now_ms;
    }
    link_down = has_passed(now_ms, linked_ms, KW_LINK_HOLD_MS);`;
}

function probeLimits(sockets: readonly SocketPlan[]): Record<'probeAfter' | 'probeInterval', Limit> {
  const timed = sockets.map(({ keepalive }) => (keepalive?.by === 'timer' ? keepalive : null));
  return {
    probeAfter: {
      field: 'probe_after',
      macro: 'KW_PROBE_AFTER_MS',
      comment: 'Milliseconds from the last received data to the first probe.',
      values: timed.map((it) => it?.firstProbeLatestMs ?? 0),
    },
    probeInterval: {
      field: 'probe_interval',
      macro: 'KW_PROBE_INTERVAL_MS',
      comment: 'Milliseconds from one probe to the next.',
      values: timed.map((it) => it?.probeIntervalMs ?? 0),
    },
  };
}

function sendLimit(sockets: readonly SocketPlan[]): Limit {
  return {
    field: 'sending',
    macro: 'KW_SENDING_MS',
    comment: 'Milliseconds without an acknowledgement of sent data that end a connection.',
    values: sockets.map(({ limits }) => limits.sendMs ?? 0),
  };
}

/** Of the methods that end a connection on which nothing comes, with the reason of each. */
function silenceLimits(plan: Plan): readonly (Limit & { readonly reason: string })[] {
  return METHODS.flatMap((method) => {
    const [end] = method.endReasons ?? [];
    if (method.mustReceive === undefined || end === undefined) return [];
    const values = plan.sockets.map((socket) => {
      const own = methodsOf(plan, socket).find((it) => it.method === method);
      return own === undefined ? 0 : (method.mustReceive?.(own.numbers)?.withinMs ?? 0);
    });
    if (values.every((value) => value === 0)) return [];
    const name = method.name.toUpperCase();
    const comment = `Milliseconds without received data after which a connection ends (${end.name}).`;
    const reason = enumeratorName('KW_END', end.name);
    return [{ field: method.name, macro: `KW_${name}_MS`, comment, values, reason }];
  });
}

function asText({ macro, comment, value }: ConfigMacro): MacroText {
  return { macro, comment, text: `${value}U` };
}

/** A peer that only is silent may still read, and gets a FIN. */
function endingTexts(ends: boolean, isSilent: boolean) {
  if (!ends) return { givenUpIs: '', progressIsToo: '', endCommand: '', unlessEnding: '' };
  return {
    givenUpIs: ', and this command is to close the socket',
    progressIsToo: '. After the end: when it was closed',
    endCommand: isSilent ? 'w->given_up' : 'CR_CLOSE',
    unlessEnding: ' && !is_end_due(w, now_ms)',
  };
}

function rowText(limits: readonly Limit[], index: number): string {
  return `{ ${limits.map(({ field, values }) => `.${field} = ${values[index] ?? 0}U`).join(', ')} },`;
}

function macroOf({ macro, comment, values }: Limit): ConfigMacro {
  return { macro, comment, value: values[0] ?? 0 };
}

/** Rounds in which the received and the sent data of a socket are read, twice. */
const BOTH_ROUNDS = 4;

function macrosOf(
  { sockets, retransmission, limits, loop, watch }: Plan,
  { roundMs, lookMs, unansweredMs, onDeath }: WatchingPlan,
): readonly ConfigMacro[] {
  const { rtr, rcr, tcpTimeoutMs } = retransmission;
  const holdMs = Math.ceil(Math.max(...sockets.map(({ keepalive }) => keepalive?.holdMs ?? tcpTimeoutMs)));
  const rows: readonly (readonly [macro: string, value: number, comment: string])[] = [
    [
      'KW_RTR',
      rtr,
      'RTR in units of 0.1 ms. RTR and RCR apply to all sockets; kw_watch_poll writes them again if they change.',
    ],
    ['KW_RCR', rcr, 'Repetitions of a segment that is not acknowledged.'],
    ['KW_ROUND_MS', roundMs, 'Shortest time in milliseconds from one reading of a socket to the next.'],
    ['KW_LOOK_MS', lookMs, 'Milliseconds from one reading of the registers of the whole chip to the next.'],
    ['KW_PROBE_HOLD_MS', holdMs, 'Longest time in milliseconds for which the chip may repeat a probe.'],
    [
      'KW_UNANSWERED_MS',
      unansweredMs,
      'Milliseconds after a probe or a SEND. An end that comes sooner is a RST of the peer, a later one the TCP timeout.',
    ],
    [
      'KW_CLOSE_MS',
      onDeath === 'close' ? Math.max(limits.closeMs, BOTH_ROUNDS * loop.sweepRoundMs) : 0,
      'Time limit in milliseconds for closing a connection. Until then the socket is still read: a new one may begin.',
    ],
    ['KW_HEALTH_MS', watch.health?.everyMs ?? 0, "Milliseconds from one check of the chip's address to the next."],
    ['KW_LINK_HOLD_MS', watch.link?.holdMs ?? 0, 'Milliseconds for which the link may be down (link.holdS).'],
  ];
  return rows.filter(([, value]) => value > 0).map(([macro, value, comment]) => ({ macro, value, comment }));
}

/** What only the simulator's board needs: the application's own start sets up the chip. */
function benchView({ buffersKiB, chip, sockets }: Plan) {
  const listed = (sizes: readonly number[]): string => sizes.map((size) => `${size}U`).join(', ');
  return {
    txSizes: listed(buffersKiB.tx),
    rxSizes: listed(buffersKiB.rx),
    resetLowMs: chip.resetLowMs ?? 0,
    boardPort: 'kw_port',
    ...exampleView(sockets, CHIPS[chip.name].sockets),
  };
}

/** What the example application opens: servers, clients, or both. */
function exampleView(sockets: readonly SocketPlan[], ofChip: number) {
  const watchesClients = sockets.some(({ client }) => client !== null);
  const watchesServers = sockets.some(({ client }) => client === null);
  const isFromZero = sockets.every(({ number }, at) => number === at);
  const place = ({ number }: SocketPlan): string => (isFromZero ? '' : `[${number}] = `);
  return {
    watchesClients,
    watchesServers,
    tableSize: isFromZero ? 'KW_SOCKET_COUNT' : `${ofChip}U`,
    tcpPorts: sockets.map((it) => `${place(it)}${it.client === null ? it.port : 0}U`).join(', '),
    serverRows: sockets.map((it) => `${place(it)}${serverRow(it)},`),
    startSocket: watchesClients ? 'start(sn);' : '(void)listen(sn);',
    ownPort: watchesClients ? 'own_port(sn)' : 'ports[sn]',
    serverPort: watchesServers ? 'ports[sn]' : '0U',
  };
}

function serverRow({ client }: SocketPlan): string {
  if (client === null) return '{ .port = 0U }';
  return `{ .ip = { ${client.serverIp.map((byte) => `${byte}U`).join(', ')} }, .port = ${client.serverPort}U }`;
}

/** What tells one connection of a socket from the next: the peer of a server, the own port of a client. */
function identityView(sockets: readonly SocketPlan[]) {
  const clients = sockets.filter(({ client }) => client !== null).map(({ number }) => `sn == ${number}U`);
  if (clients.length === 0) {
    return {
      identity: 'Sn_DIPR(sn)',
      identityHow: 'Connections are told apart by Sn_DIPR and Sn_DPORT, which follow each other.',
    };
  }
  const how = 'Connections of clients are told apart by Sn_PORT and half of Sn_DHAR';
  if (clients.length === sockets.length) return { identity: 'Sn_PORT(sn)', identityHow: `${how}.` };
  return {
    identity: `(${clients.join(' || ')}) ? Sn_PORT(sn) : Sn_DIPR(sn)`,
    identityHow: `${how}; those of servers by Sn_DIPR and Sn_DPORT.`,
  };
}
