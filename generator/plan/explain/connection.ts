import type { DetectionPlan, Plan } from '../types.ts';
import { hex, type Row, type Section, seconds } from './format.ts';

/** Everything above the chip: addresses, sockets, time-outs, probes, bounds, traffic. */
export function connectionSections(plan: Plan): Section[] {
  return [
    networkSection(plan),
    socketSection(plan),
    retransmissionSection(plan),
    keepaliveSection(plan),
    loopSection(plan),
    detectionSection(plan),
    trafficSection(plan),
    badWireSection(plan),
  ];
}

function networkSection({ network }: Plan): Section {
  const mac = network.mac.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(':');
  return {
    title: 'network',
    rows: [
      ['MAC', mac],
      ['IP', network.ip.join('.')],
      ['subnet', network.subnet.join('.')],
      ['gateway', network.gateway.join('.')],
    ],
  };
}

function socketSection({ sockets }: Plan): Section {
  const rows = sockets.map((socket): Row => {
    const bases =
      socket.rxBase === null || socket.txBase === null
        ? ''
        : `, at ${hex(socket.rxBase, 4)} and ${hex(socket.txBase, 4)}`;
    return [
      `${socket.number}`,
      `${socket.role} on port ${socket.port}`,
      `RX ${socket.rxKiB} KiB, TX ${socket.txKiB} KiB${bases}`,
    ];
  });
  return { title: 'sockets', rows };
}

function retransmissionSection({ retransmission: it }: Plan): Section {
  return {
    title: 'retransmission',
    rows: [
      ['RTR', `${it.rtr}`, `${it.timeoutMs} ms in units of 0.1 ms`],
      ['RCR', `${it.rcr}`, `repetitions, so ${it.waitsMs.length} waits`],
      ['TCP time-out', seconds(it.tcpTimeoutMs), `${shortWaits(it.waitsMs)} ms: doubled while 16 bits hold it`],
      ['ARP time-out', seconds(it.arpTimeoutMs), `${it.timeoutMs} ms x (${it.rcr}+1), never doubled`],
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

function keepaliveSection({ keepalive: it }: Plan): Section {
  const first = `${seconds(it.firstProbeEarliestMs)} to ${seconds(it.firstProbeLatestMs)}`;
  return {
    title: 'keepalive',
    rows: [
      [
        'first probe',
        first,
        `after the last data: tick NO_DATA_PERIOD ${it.NO_DATA_PERIOD} + KA_SEND_PERIOD ${it.KA_SEND_PERIOD} - 1, its phase unknown`,
      ],
      ['next probes', `every ${seconds(it.probeIntervalMs)}`, 'KA_SEND_PERIOD'],
    ],
  };
}

function loopSection({ loop, sockets }: Plan): Section {
  return {
    title: 'loop',
    rows: [
      ['sweep', `${loop.sweepRoundMs} ms a round`, `one socket each ${loop.sweepMs} ms, ${sockets.length} in use`],
      ['worst poll', `${loop.worstPollMs} ms`, `a tick, a round, ${loop.chunkBytes} bytes in and out on each socket`],
    ],
  };
}

/** One row per failure with its sum, and below it the reason why. */
function detectionSection({ detection }: Plan): Section {
  return {
    title: 'detection: from the end of the peer to the end of the connection',
    rows: detection.flatMap((it): Row[] => [
      [it.failure, it.boundMs === null ? 'not covered' : `at most ${seconds(it.boundMs)}`, sumOf(it)],
      ['', '', it.reason === null ? it.why : `${it.title}; reported as ${it.reason}: ${it.why}`],
    ]),
  };
}

function sumOf({ terms, title }: DetectionPlan): string {
  return terms.length === 0 ? title : terms.map((term) => `${term.name} ${seconds(term.ms)}`).join(' + ');
}

function trafficSection({ traffic }: Plan): Section {
  return {
    title: 'traffic of an idle connection',
    rows: [
      ['probes', `${traffic.probesPerDay} a day`, '86400 s / KA_SEND_PERIOD'],
      [
        'bytes',
        `${traffic.bytesPerDay} a day`,
        `${traffic.bytesPerProbe} for a probe and its answer, padding and FCS included`,
      ],
    ],
  };
}

function badWireSection({ badWire, traffic, retransmission }: Plan): Section {
  return {
    title: 'a bad wire: how often an idle connection is closed although its peer lives',
    rows: badWire.map(({ lossPercent, closesPerDay }): Row => {
      const p = lossPercent / 100;
      const origin = `${traffic.probesPerDay} probes x (1 - (1 - ${p})^2)^(${retransmission.rcr}+1)`;
      return [`${lossPercent} % lost each way`, `${plain(closesPerDay)} times a day`, origin];
    }),
  };
}

const HARDLY_EVER = 1e-9;

/** In decimals, two digits of them; below a billionth nobody counts. */
function plain(value: number): string {
  if (value < HARDLY_EVER) return 'less than 0.000000001';
  return value >= 1e-6 ? `${value}` : value.toFixed(1 - Math.floor(Math.log10(value)));
}
