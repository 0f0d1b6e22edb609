import type { Plan, SocketPlan } from '../../plan/types.ts';
import { duration, hex8, hex16 } from './text.ts';

const HARDWARE_SOCKETS = 8;
const KIB = 1024;
/** Sn_RXBUF_SIZE and Sn_TXBUF_SIZE after a reset, on both chips; eight of them fill the memory exactly. */
const RESET_KIB = 2;

/** What the templates above the platform layer print. */
export function firmwareView(plan: Plan) {
  return { ...numbers(plan), ...chipView(plan), ...socketView(plan) };
}

function numbers(plan: Plan) {
  const { keepalive, loop, chip, retransmission } = plan;
  const cut = plan.detection.find((entry) => entry.failure === 'cable-cut');
  if (cut?.boundMs == null) throw new Error('the plan has no bound for a cut cable');
  return {
    NO_DATA_PERIOD: keepalive.NO_DATA_PERIOD,
    KA_SEND_PERIOD: keepalive.KA_SEND_PERIOD,
    firstProbeTicks: keepalive.firstProbeLatestMs / 1000, // a tick a second
    firstProbe: `${duration(keepalive.firstProbeEarliestMs)} to ${duration(keepalive.firstProbeLatestMs)}`,
    tcpTimeout: duration(retransmission.tcpTimeoutMs),
    bound: duration(cut.boundMs),
    worstPoll: duration(loop.worstPollMs - loop.sweepRoundMs),
    sweepMs: loop.sweepMs,
    chunkBytes: loop.chunkBytes,
    resetLowMs: chip.resetLowMs,
    resetReadyMs: chip.resetReadyMs,
    retryMs: chip.retryMs,
  };
}

function chipView(plan: Plan) {
  const { chip, network, retransmission } = plan;
  return {
    chip: chip.name,
    chipFile: chip.name.toLowerCase(),
    version: hex8(chip.version),
    mac: bytes(network.mac, 'hex'),
    ip: bytes(network.ip, 'decimal'),
    subnet: bytes(network.subnet, 'decimal'),
    gateway: bytes(network.gateway, 'decimal'),
    simr: hex8(2 ** plan.sockets.length - 1),
    simrName: chip.name === 'W5200' ? 'IMR2' : 'SIMR',
    rtrHigh: hex8(retransmission.rtr >> 8),
    rtrLow: hex8(retransmission.rtr & 0xff),
    rtrMs: retransmission.timeoutMs,
    rcr: hex8(retransmission.rcr),
    rcrCount: retransmission.rcr,
    bufferSizes: bufferSizes(plan.sockets),
    writesBufferSizes: plan.sockets.some(({ rxKiB, txKiB }) => rxKiB !== RESET_KIB || txKiB !== RESET_KIB),
    largestBuffer: Math.max(...plan.sockets.flatMap(({ rxKiB, txKiB }) => [rxKiB, txKiB])) * KIB,
    buffers: plan.sockets.map((socket) => ({
      txBase: hex16(socket.txBase ?? 0),
      txMask: hex16(socket.txKiB * KIB - 1),
      rxBase: hex16(socket.rxBase ?? 0),
      rxMask: hex16(socket.rxKiB * KIB - 1),
    })),
  };
}

/** Receive and transmit KiB of all eight sockets; the ones not in use get none, so that the sum fits. */
function bufferSizes(sockets: readonly SocketPlan[]): readonly string[] {
  const sizes = sockets.map((socket) => `{${socket.rxKiB}U, ${socket.txKiB}U}`);
  while (sizes.length < HARDWARE_SOCKETS) sizes.push('{0U, 0U}');
  return [sizes.slice(0, 4), sizes.slice(4)].map((row) => `${row.join(', ')},`);
}

function bytes(values: readonly number[], base: 'hex' | 'decimal'): string {
  return values.map((value) => (base === 'hex' ? hex8(value) : `${value}U`)).join(', ');
}

function socketView(plan: Plan) {
  const ports = plan.sockets.map((socket) => socket.port);
  const perPort = [...new Set(ports)].map((port) => {
    const count = ports.filter((other) => other === port).length;
    return count === 1 ? `a server on port ${port}` : `${count} connections to a server on port ${port}`;
  });
  return {
    socketCount: plan.sockets.length,
    tcpPorts: ports.map((port) => `${port}U`).join(', '),
    serverList: perPort.join(', '),
  };
}
