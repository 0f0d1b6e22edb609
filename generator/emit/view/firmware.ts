import type { SocketPlan } from '../../../contract/device.ts';
import type { Plan } from '../../../contract/plan.ts';
import { CHIPS } from '../../chips/registry.ts';
import { duration, hex8, hex16 } from '../../firmware/c-text.ts';
import type { Platform } from '../../platforms/platform.ts';
import { PLATFORMS } from '../../platforms/registry.ts';

const KIB = 1024;

/** What the templates above the platform layer print. */
export function firmwareViews(plan: Plan): readonly object[] {
  return [
    initView(plan),
    numbers(plan),
    resetView(plan.chip),
    chipView(plan),
    sizeView(plan.sockets),
    socketView(plan),
  ];
}

function initView({ network }: Plan) {
  const sets = 'Sets up the pins and starts the reset of the chip, which is ready some polls later.';
  if (network.source !== 'application') return { initParameter: 'void', initArgument: '', initNote: sets };
  const initNote = `${sets} What \`network\` points to is copied.`;
  return { initParameter: 'kw_network_t const *network', initArgument: '&network', initNote };
}

function numbers(plan: Plan) {
  const { loop, chip, retransmission } = plan;
  const cut = plan.detection.find((entry) => entry.failure === 'cable-cut');
  return {
    firstProbe: firstProbeOf(plan.sockets),
    nextProbes: nextProbesOf(plan.sockets),
    tcpTimeout: duration(retransmission.tcpTimeoutMs),
    bound: cut?.boundMs == null ? 'never on some socket' : duration(cut.boundMs),
    worstPoll: duration(loop.worstPollMs - loop.sweepRoundMs),
    ...(plan.watching === null ? { callEveryMs: loop.callEveryMs ?? 0 } : {}),
    sweepMs: loop.sweepMs,
    chunkBytes: loop.chunkBytes,
    resetReadyMs: chip.resetReadyMs,
    retryMs: chip.retryMs,
  };
}

/** How the chip is reset: by its pin, or without one over SPI. */
function resetView({ resetLowMs, resetReadyMs }: Plan['chip']) {
  if (resetLowMs === null) {
    return {
      beforeReset: 'KW_POWER_UP_MS',
      beforeResetMs: resetReadyMs,
      whileReset: 'it was reset over SPI; no access until the next attempt',
      whileStarting: 'it was reset once more and is not ready yet',
      resetChip: 'kw_chip_reset();',
      untilNextAttempt: '',
      orNotReset: ' || !was_reset()',
    };
  }
  return {
    beforeReset: 'KW_RESET_LOW_MS',
    beforeResetMs: resetLowMs,
    whileReset: 'RSTn is low',
    whileStarting: 'RSTn is high; the chip is not ready yet',
    resetChip: 'kw_port_reset(state == CHIP_RESET);',
    untilNextAttempt: '; RSTn stays low until the next attempt',
    orNotReset: '',
  };
}

function chipView(plan: Plan) {
  const { chip, network, retransmission } = plan;
  const facts = CHIPS[chip.name];
  const reset = facts.resetBufferKiB;
  const sharesChip = sharesChipOf(plan);
  const first = firstNumberOf(plan);
  const writesBufferSizes = plan.sockets.some(({ rxKiB, txKiB }) => rxKiB !== reset || txKiB !== reset);
  return {
    chip: chip.name,
    chipFile: `kw_${chip.name.toLowerCase()}`,
    version: hex8(chip.version),
    mac: bytes(network.mac, 'hex'),
    ip: bytes(network.ip, 'decimal'),
    subnet: bytes(network.subnet, 'decimal'),
    gateway: bytes(network.gateway, 'decimal'),
    simr: hex8((2 ** plan.sockets.length - 1) << first),
    simrName: facts.socketInterruptMask,
    framesByLength: facts.framesByLength,
    rtrHigh: hex8(retransmission.rtr >> 8),
    rtrLow: hex8(retransmission.rtr & 0xff),
    rtrMs: retransmission.timeoutMs,
    rcr: hex8(retransmission.rcr),
    rcrCount: retransmission.rcr,
    hardwareSockets: facts.sockets,
    bufferSizes: bufferSizes(plan.buffersKiB),
    ...numberingView(first),
    sharesChip,
    otherBuffers: sharesChip
      ? '; sockets of the application share what is left'
      : '; sockets that are not in use get none',
    socketSizes: writesBufferSizes ? (first === 0 ? 'sizes[sn]' : 'sizes[sn + KW_FIRST_SOCKET]') : 'sizes',
    writesBufferSizes,
    chipSizes: writesBufferSizes ? 'sizes[sn]' : 'sizes',
    buffers: plan.sockets.map((socket) => ({
      txBase: hex16(socket.txBase ?? 0),
      txMask: hex16(socket.txKiB * KIB - 1),
      rxBase: hex16(socket.rxBase ?? 0),
      rxMask: hex16(socket.rxKiB * KIB - 1),
    })),
  };
}

/** What no size register may exceed: one number where all buffers are alike. */
function sizeView(sockets: readonly SocketPlan[]) {
  const largest = Math.max(...sockets.flatMap(({ rxKiB, txKiB }) => [rxKiB, txKiB]));
  const isUniform = sockets.every(({ rxKiB, txKiB }) => rxKiB === largest && txKiB === largest);
  return {
    largestBuffer: largest * KIB,
    sizeRows: isUniform ? [] : sockets.map(({ rxKiB, txKiB }) => `{${txKiB * KIB}U, ${rxKiB * KIB}U},`),
    bufferSize: isUniform ? 'BUFFER_SIZE' : 'buffer_sizes[sn][reg == KW_SN_RX_WR ? 1U : 0U]',
  };
}

/** Whether sockets of the chip are the application's. */
export function sharesChipOf({ platform }: Plan): boolean {
  const { sharesChip }: Platform = PLATFORMS[platform.name];
  return sharesChip === true;
}

/** The chip's number of the first socket. Below it are sockets of the application. */
function firstNumberOf({ sockets, watching }: Plan): number {
  return watching === null ? (sockets[0]?.number ?? 0) : 0;
}

/** The sockets of the firmware are numbered from 0. */
function numberingView(first: number) {
  return {
    firstNumber: first,
    chipNumber: first === 0 ? '(sn)' : '((sn) + KW_FIRST_SOCKET)',
    sizeNumber: first === 0 ? 'sn' : 'sn - KW_FIRST_SOCKET',
    fromFirst: first === 0 ? '' : ' >> KW_FIRST_SOCKET',
  };
}

/** Receive and transmit KiB of all sockets of the chip. */
function bufferSizes({ rx, tx }: Plan['buffersKiB']): readonly string[] {
  const sizes = rx.map((size, number) => `{${size}U, ${tx[number]}U}`);
  return [sizes.slice(0, 4), sizes.slice(4)].map((row) => `${row.join(', ')},`);
}

function bytes(values: readonly number[], base: 'hex' | 'decimal'): string {
  return values.map((value) => (base === 'hex' ? hex8(value) : `${value}U`)).join(', ');
}

function socketView(plan: Plan) {
  const ports = plan.sockets.filter(({ client }) => client === null).map(({ port }) => port);
  const perPort = [...new Set(ports)].map((port) => {
    const count = ports.filter((other) => other === port).length;
    return count === 1 ? `a server on port ${port}` : `${count} connections to a server on port ${port}`;
  });
  return {
    socketCount: plan.sockets.length,
    serverList: [...perPort, ...clientTexts(plan)].join(', '),
    rolesText: rolesText(plan),
    afterwards: { servers: 'listens', clients: 'connects' }[rolesText(plan)] ?? 'listens or connects',
    silentPeers: plan.warnings.some(({ key }) => key === 'silent-client'),
    afterInit: rolesText(plan) === 'clients' ? 'kw_chip_connect' : 'KW_CR_LISTEN',
  };
}

function rolesText({ sockets }: Plan): string {
  const roles = [...new Set(sockets.map(({ role }) => `${role}s`))].sort().reverse();
  return roles.join(' and ');
}

function clientTexts({ sockets }: Plan): readonly string[] {
  const servers = sockets.flatMap(({ client }) =>
    client === null ? [] : [`${client.serverIp.join('.')}:${client.serverPort}`],
  );
  return [...new Set(servers)].map((server) => {
    const count = servers.filter((other) => other === server).length;
    return count === 1 ? `a client of ${server}` : `${count} connections to ${server}`;
  });
}

/** Where the sockets' different periods stand in the firmware. */
function ownOf(sockets: readonly SocketPlan[]): string {
  const counts = (by: 'timer' | 'chip'): boolean => sockets.some(({ keepalive }) => keepalive?.by === by);
  const files = [
    ...(counts('timer') ? ['`kw_keepalive.c`'] : []),
    ...(counts('chip') ? ['`kw_auto_keepalive.c` for those that the chip counts'] : []),
  ];
  return `each socket has its own, see ${files.join(', and ')}`;
}

function firstProbeOf(sockets: readonly SocketPlan[]): string {
  const spans = sockets.map(({ keepalive }) => {
    if (keepalive === null) return 'none';
    const [earliest, latest] = [duration(keepalive.firstProbeEarliestMs), duration(keepalive.firstProbeLatestMs)];
    if (keepalive.by === 'chip') return `${latest}, by the chip`;
    return earliest === latest ? `${latest}, counted from the call that finds the data` : `${earliest} to ${latest}`;
  });
  return new Set(spans).size === 1 ? (spans[0] ?? '') : ownOf(sockets);
}

function nextProbesOf(sockets: readonly SocketPlan[]): string {
  const periods = sockets.map(({ keepalive }) =>
    keepalive === null ? 'none' : `each ${duration(keepalive.probeIntervalMs)}`,
  );
  return new Set(periods).size === 1 ? (periods[0] ?? '') : ownOf(sockets);
}
