import type { KeepalivePlan, SocketPlan } from '../../contract/device.ts';
import type { Plan } from '../../contract/plan.ts';
import type { BadWirePlan, DetectionPlan, TrafficPlan } from '../../contract/promises.ts';
import type { WebsocketPlan } from '../../contract/websocket.ts';
import { MS_PER_S } from '../../values/time.ts';
import { hex } from '../firmware/c-text.ts';
import type { Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import { failureWords, whyUndetected } from './failures.ts';
import { type Row, type Section, seconds } from './format.ts';
import { type Group, grouped } from './grouped.ts';
import { limitSections } from './limits.ts';
import { methodSections } from './methods.ts';
import { sumText } from './terms.ts';

/** Everything above the chip: addresses, sockets, timeouts, probes, bounds, traffic. */
export function connectionSections(plan: Plan): Section[] {
  return [
    networkSection(plan),
    socketSection(plan),
    retransmissionSection(plan),
    keepaliveSection(plan),
    loopSection(plan),
    ...(plan.watching === null ? limitSections(plan) : []),
    detectionSection(plan),
    ...methodSections(plan),
    ...clientSections(plan),
    ...trafficSections(plan),
    ...badWireSections(plan),
  ];
}

/** What the rows below it then are. */
function addressRow({ source }: Plan['network']): Row[] {
  if (source !== 'application') return [];
  return [['given by', 'application', 'kw_loop_init and kw_loop_set_network; simulate passes those below']];
}

function networkSection({ network }: Plan): Section {
  const mac = network.mac.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(':');
  return {
    title: 'network',
    rows: [
      ['MAC', mac],
      ...addressRow(network),
      ['IP', network.ip.join('.')],
      ['subnet', network.subnet.join('.')],
      ['gateway', network.gateway.join('.')],
    ],
  };
}

function socketSection(plan: Plan): Section {
  const { sockets } = plan;
  const rows = sockets.map((socket): Row => {
    const bases =
      socket.rxBase === null || socket.txBase === null
        ? ''
        : `, at ${hex(socket.rxBase, 4)} and ${hex(socket.txBase, 4)}`;
    const buffers = `RX ${socket.rxKiB} KiB, TX ${socket.txKiB} KiB${bases}`;
    return [`${socket.number}`, roleText(socket), `${buffers}${websocketText(socket)}${trafficText(socket)}`];
  });
  return { title: 'sockets', rows: [...rows, ...othersRows(plan)] };
}

/** Sockets of the chip that are the application's, and the buffers that are left for them. */
function othersRows({ buffersKiB, platform, sockets, watching }: Plan): readonly Row[] {
  const { sharesChip }: Platform = PLATFORMS[platform.name];
  if (sharesChip !== true || watching !== null) return [];
  const { rx, tx } = buffersKiB;
  const own = new Set(sockets.map(({ number }) => number));
  const others = rx.flatMap((_, number) => (own.has(number) ? [] : [number]));
  const [first] = others;
  if (first === undefined) return [];
  const none = rx[first] === 0 || tx[first] === 0 ? ': no data can go through them' : '';
  return [[others.join(', '), "your application's", `RX ${rx[first]} KiB, TX ${tx[first]} KiB each${none}`]];
}

function websocketText({ websocket }: SocketPlan): string {
  if (websocket === null) return '';
  const { path, maxMessageBytes, handshakeMs, closeMs } = websocket;
  return `; WebSocket at ${path}, ${originsText(websocket)}, ${subprotocolsText(websocket)}, messages of at most ${maxMessageBytes} bytes, handshake within ${seconds(handshakeMs)}, close within ${seconds(closeMs)}${pageText(websocket)}`;
}

function originsText({ origins }: WebsocketPlan): string {
  return `for pages ${origins === null ? 'of the device itself' : `from ${origins.join(', ')}`}`;
}

function subprotocolsText({ subprotocols }: WebsocketPlan): string {
  return subprotocols.length === 0 ? 'no subprotocol' : `subprotocols ${subprotocols.join(', ')}`;
}

function pageText({ page, keptForPage }: WebsocketPlan): string {
  if (page === null) return '';
  const kept = keptForPage ? '; kept for the page: the last free socket of the port takes no WebSocket' : '';
  return `; page ${page.file} at /, ${page.embeddedBytes} bytes as gzip${kept}`;
}

/** Empty for an echo, which app.c is at first. */
function trafficText({ peerTraffic }: SocketPlan): string {
  if (peerTraffic === 'echo') return '';
  if (peerTraffic === 'none') return '; answers to peers are not checked';
  const count = peerTraffic.dialogue.length;
  return `; peers hold a dialogue of ${count} ${count === 1 ? 'entry' : 'entries'}`;
}

function roleText({ port, client }: SocketPlan): string {
  if (client === null) return `server on port ${port}`;
  const from = client.localPort === null ? 'rotating ports' : `port ${client.localPort}`;
  return `client of ${client.serverIp.join('.')}:${client.serverPort}, from ${from}`;
}

function retransmissionSection({ retransmission: it }: Plan): Section {
  return {
    title: 'retransmission',
    rows: [
      ['RTR', `${it.rtr}`, `${it.timeoutMs} ms in units of 0.1 ms`],
      ['RCR', `${it.rcr}`, `retransmissions, so ${it.waitsMs.length} waits`],
      [
        'TCP timeout',
        seconds(it.tcpTimeoutMs),
        `${shortWaits(it.waitsMs)} ms: each is twice the one before, up to the 16 bits of RTR`,
      ],
      ['ARP timeout', seconds(it.arpTimeoutMs), `${it.timeoutMs} ms x (${it.rcr}+1), never doubled`],
    ],
  };
}

/** `200 + 400 + 4 x 800`: the equal waits at the end in one. */
function shortWaits(waitsMs: readonly number[]): string {
  const last = waitsMs.at(-1);
  const equal = waitsMs.filter((wait) => wait === last).length;
  const rising = waitsMs.slice(0, waitsMs.length - equal);
  return [...rising, equal > 1 ? `${equal} x ${last}` : `${last}`].join(' + ');
}

/** Once for all sockets, or once for each kind of them. */
function keepaliveSection(plan: Plan): Section {
  const { sockets } = plan;
  const kinds = grouped(sockets, ({ keepalive }) => JSON.stringify(keepalive));
  const rows = kinds.flatMap(({ of, names }): Row[] => {
    const suffix = kinds.length === 1 ? '' : ` (${names})`;
    const it = of.keepalive;
    if (it === null) return [[`probes${suffix}`, 'none', '"keepalive": null']];
    const earliest = seconds(it.firstProbeEarliestMs);
    const span = isExact(it) ? earliest : `${earliest} to ${seconds(it.firstProbeLatestMs)}`;
    return [
      [`first probe${suffix}`, span, `after the last data: ${firstOrigin(it)}`],
      [`next probes${suffix}`, `every ${seconds(it.probeIntervalMs)}`, intervalOrigin(it)],
      ...(it.holdMs === null ? [] : [holdRow(it.holdMs, suffix, plan)]),
    ];
  });
  return { title: 'keepalive', rows };
}

function intervalOrigin(keepalive: KeepalivePlan): string {
  if (keepalive.by === 'chip') return 'by the chip';
  return isHeld(keepalive) ? 'the hold, longer than KA_SEND_PERIOD' : 'KA_SEND_PERIOD';
}

function isHeld({ probeIntervalMs, KA_SEND_PERIOD }: KeepalivePlan): boolean {
  return probeIntervalMs > KA_SEND_PERIOD * MS_PER_S;
}

function holdRow(holdMs: number, suffix: string, { loop }: Plan): Row {
  const origin = `shortest time between two probes of a connection: TCP timeout + 2.505 % (tolerance of HSI) + 2 ms + reaction time ${loop.worstPollMs} ms`;
  return [`hold${suffix}`, seconds(holdMs), origin];
}

function firstOrigin(keepalive: KeepalivePlan): string {
  const { by, firstProbe, NO_DATA_PERIOD, KA_SEND_PERIOD, kpalvtr } = keepalive;
  if (by === 'chip') return `Sn_KPALVTR ${kpalvtr}, in units of 5 s, counted by the chip`;
  const first = firstProbe === 'note' ? ` + KA_SEND_PERIOD ${KA_SEND_PERIOD} - 1` : '';
  const sum = `NO_DATA_PERIOD ${NO_DATA_PERIOD}${first}`;
  return isExact(keepalive)
    ? `${sum}, from the poll that finds the data`
    : `${sum} steps of 1 s; the first step may be shorter than 1 s`;
}

function isExact({ firstProbeEarliestMs, firstProbeLatestMs }: KeepalivePlan): boolean {
  return firstProbeEarliestMs === firstProbeLatestMs;
}

function loopSection({ loop, sockets, watching }: Plan): Section {
  if (watching !== null) {
    return {
      title: 'polling',
      rows: [
        [
          'round',
          `${loop.sweepRoundMs} ms`,
          `${sockets.length} in use; received data and sent data are checked in turn`,
        ],
        [
          'reaction time',
          `${loop.worstPollMs} ms`,
          'from an event in the chip to its handling, at most: five rounds and a call',
        ],
      ],
    };
  }
  return {
    title: 'loop',
    rows: [
      ...callRows(loop),
      sweepRow(loop, sockets.length),
      ['reaction time', `${loop.worstPollMs} ms`, pollNote(loop)],
    ],
  };
}

function sweepRow({ callEveryMs, longestRoundMs, sweepMs, sweepRoundMs }: Plan['loop'], sockets: number): Row {
  const turns = `the registers of one socket are read each ${sweepMs} ms, also without INTn; ${sockets} in use`;
  if (callEveryMs === null) return ['polling', `${sweepRoundMs} ms a round`, turns];
  return ['polling', `at most ${longestRoundMs} ms a round`, `${turns}, and a pause between two calls`];
}

function callRows({ callEveryMs, stuckMs }: Plan['loop']): Row[] {
  if (callEveryMs === null) return [];
  const calls: Row = [
    'calls',
    `at most ${callEveryMs} ms apart`,
    'of kw_loop_poll by your loop, from its return to the next call; all times here hold for this pace',
  ];
  if (stuckMs === null) return [calls];
  return [calls, ['stuck transfer', `${stuckMs} ms`, 'until HAL gives up a transfer on SPI that does not move']];
}

function pollNote({ callEveryMs, chunkBytes, requestBytes }: Plan['loop']): string {
  const pause = callEveryMs === null ? '' : ' a pause between two calls,';
  const chunks = `from an event in the chip to its handling, at most: a tick of 1 ms,${pause} a round of polling, ${chunkBytes} bytes in and out on each socket`;
  return requestBytes === 0
    ? chunks
    : `${chunks}, or a request of ${requestBytes} bytes in and ${chunkBytes} bytes out`;
}

/** One row per failure with its sum, and below it how it is detected, or why it is not. */
function detectionSection({ detection }: Plan): Section {
  return {
    title: 'detection: from the failure to the moment when the socket has left ESTABLISHED',
    rows: detection.flatMap((it): Row[] => [
      [it.failure, it.boundMs === null ? 'not covered' : `at most ${seconds(it.boundMs)}`, sumOf(it)],
      ['', '', reasonText(it)],
    ]),
  };
}

function sumOf({ terms, failure }: DetectionPlan): string {
  return terms.length === 0 ? failureWords(failure).title : sumText(terms);
}

function reasonText({ failure, reason }: DetectionPlan): string {
  const { title, how } = failureWords(failure);
  return reason === null ? whyUndetected(failure) : `${title}; reported as ${reason}: ${how}`;
}

/** Growth and shortening of the waits, for each client. */
function clientSections({ sockets, clients }: Plan): Section[] {
  if (clients === null) return [];
  const kinds = grouped(
    sockets.filter(({ client }) => client !== null),
    ({ client }) => JSON.stringify(client),
  );
  const rows = kinds.flatMap(({ of: { client }, names }): Row[] => {
    if (client === null) return [];
    const { firstMs, maxMs, factor256, jitter256 } = client;
    const origin = `each ${factor256 / 256} x the one before it, shortened at random by up to ${Number(((jitter256 / 256) * 100).toFixed(1))} %`;
    return [[`waits (${names})`, `${seconds(firstMs)} to ${seconds(maxMs)}`, origin]];
  });
  const last = clients.firstPort + clients.portCount - 1;
  const ports = `${clients.firstPort} to ${last}`;
  return [
    {
      title: 'clients',
      rows: [...rows, ['rotating ports', ports, 'another one for each attempt and after each start (RFC 6335)']],
    },
  ];
}

/** One section for all sockets, or one for each kind of them. */
function trafficSections({ sockets }: Plan): Section[] {
  const kinds = grouped(sockets, ({ traffic }) => JSON.stringify(traffic));
  return kinds.map(({ of: { traffic, keepalive }, names }) => ({
    title: titleOf('traffic of an idle connection', kinds, names),
    rows:
      traffic === null || keepalive === null
        ? [['probes', 'none', '"keepalive": null']]
        : trafficRows(traffic, keepalive),
  }));
}

function trafficRows({ probesPerDay, bytesPerDay, bytesPerProbe }: TrafficPlan, keepalive: KeepalivePlan): Row[] {
  const interval = isHeld(keepalive) ? `the hold of ${seconds(keepalive.probeIntervalMs)}` : 'KA_SEND_PERIOD';
  return [
    ['probes', `${probesPerDay} a day`, `86400 s / ${interval}`],
    ['bytes', `${bytesPerDay} a day`, `${bytesPerProbe} for a probe and its answer, padding and FCS included`],
  ];
}

/** Like the traffic, for sockets that are probed. */
function badWireSections({ sockets, retransmission }: Plan): Section[] {
  const kinds = grouped(sockets, ({ traffic }) => JSON.stringify(traffic));
  return kinds.flatMap(({ of: { traffic, badWire }, names }): Section[] => {
    if (traffic === null) return [];
    const title = titleOf('packet loss', kinds, names);
    const rows = badWire.map(({ lossPercent, closesPerDay, others }): Row => {
      const p = lossPercent / 100;
      const origin = `${traffic.probesPerDay} probes x (1 - (1 - ${p})^2)^(${retransmission.rcr}+1)${othersText(others)}`;
      return [`${lossPercent} % lost each way`, `${plain(closesPerDay)} times a day`, origin];
    });
    return [{ title: `${title}: how often an idle connection is closed although its peer works`, rows }];
  });
}

function othersText(others: BadWirePlan['others']): string {
  return others.map(({ count, closesPerDay }) => `; count ${count}: ${plain(closesPerDay)} times`).join('');
}

/** The title alone where all sockets are alike. */
function titleOf(title: string, kinds: readonly Group[], names: string): string {
  return kinds.length === 1 ? title : `${title}, ${names}`;
}

const HARDLY_EVER = 1e-9;

/** A decimal number with two significant digits; less than a billionth is printed as such. */
function plain(value: number): string {
  if (value < HARDLY_EVER) return 'less than 0.000000001';
  return value >= 1e-6 ? `${value}` : value.toFixed(1 - Math.floor(Math.log10(value)));
}
