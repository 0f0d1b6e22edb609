import { SN_IR, SOCKET } from '../registers/socket.ts';
import { SR, stateName } from '../registers/states.ts';
import { disconnect } from '../tcp/close.ts';
import type { ChipConnection } from '../tcp/connection.ts';
import { sendKeep as sendProbe } from '../tcp/keepalive.ts';
import { transmit } from '../tcp/output.ts';
import { sendAck } from '../tcp/segment.ts';
import { resolveAndConnect } from './arp-client.ts';
import { sendMac, sendUdp } from './datagrams.ts';
import { open } from './open.ts';
import type { Socket } from './socket.ts';

const CR = SOCKET.Sn_CR.offset;

interface Command {
  readonly name: string;
  /** Values of Sn_SR; null for any. */
  readonly validIn: readonly number[] | null;
  readonly run: (socket: Socket) => void;
}

const CONNECTED = [SR.ESTABLISHED, SR.CLOSE_WAIT];
const EXCHANGES = [...CONNECTED, SR.UDP];

/** W5500 datasheet 1.0.9 page 47, W5200 datasheet 1.3.0 page 27: Sn_CR. */
const COMMANDS: ReadonlyMap<number, Command> = new Map([
  [0x01, { name: 'OPEN', validIn: [SR.CLOSED], run: open }],
  [0x02, { name: 'LISTEN', validIn: [SR.INIT], run: (socket) => socket.enter(SR.LISTEN, 'command') }],
  [0x04, { name: 'CONNECT', validIn: [SR.INIT], run: resolveAndConnect }],
  [0x08, { name: 'DISCON', validIn: CONNECTED, run: discon }],
  [0x10, { name: 'CLOSE', validIn: null, run: close }],
  [0x20, { name: 'SEND', validIn: EXCHANGES, run: send }],
  [0x21, { name: 'SEND_MAC', validIn: [SR.UDP], run: sendMac }],
  [0x22, { name: 'SEND_KEEP', validIn: [SR.ESTABLISHED], run: sendKeep }],
  [0x23, { name: 'PCON', validIn: null, run: notModelled('PPPoE (command PCON)') }],
  [0x24, { name: 'PDISCON', validIn: null, run: notModelled('PPPoE (command PDISCON)') }],
  [0x25, { name: 'PCR', validIn: null, run: notModelled('PPPoE (command PCR)') }],
  [0x26, { name: 'PCN', validIn: null, run: notModelled('PPPoE (command PCN)') }],
  [0x27, { name: 'PCJ', validIn: null, run: notModelled('PPPoE (command PCJ)') }],
  [0x40, { name: 'RECV', validIn: EXCHANGES, run: recv }],
] as const satisfies readonly (readonly [number, Command])[]);

/**
 * The host wrote Sn_CR. The command takes effect, and Sn_CR reads 0 again, after the switch `commandNs`.
 *
 * A command in a wrong state is a violation only if the host could have known better: no program can exclude that the
 * state changes after its last read of Sn_SR. Then the command does nothing.
 */
export function writeCommand(socket: Socket, value: number): void {
  const { context, number } = socket;
  const command = COMMANDS.get(value);
  if (socket.byte(CR) !== 0) {
    socket.violate('command/busy', `_CR written while it still held 0x${socket.byte(CR).toString(16)}`);
    return;
  }
  context.report({ kind: 'command', socket: number, command: command?.name ?? `0x${value.toString(16)}` });
  if (command === undefined) {
    socket.violate('command/unknown', `_CR = 0x${value.toString(16)}`);
    return;
  }
  if (!allows(command, socket.state) && !allows(command, socket.seenState) && !takesDuringArp(command, socket)) {
    socket.violate('command/state', `_CR = ${command.name} in ${stateName(socket.state)}`);
  }
  socket.registers[CR] = value;
  socket.commandTimer = socket.clock.after(socket.switches.commandNs, () => {
    socket.commandTimer = null;
    socket.registers[CR] = 0;
    const isTolerated = isToleratedLate(command, socket) || takesDuringArp(command, socket);
    if (allows(command, socket.state) || isTolerated) command.run(socket);
  });
}

function allows(command: Command, state: number): boolean {
  return command.validIn === null || command.validIn.includes(state);
}

/** RECV of UDP works while Sn_SR of the W5200 shows that it resolves the address of a SEND. */
function takesDuringArp(command: Command, { state, udp }: Socket): boolean {
  return command.run === recv && state === SR.ARP && udp !== null;
}

/** The peer's FIN came between the read of Sn_SR and the command: SEND_KEEP still has a connection to probe. */
function isToleratedLate(command: Command, socket: Socket): boolean {
  return command.run === sendKeep && socket.state === SR.CLOSE_WAIT;
}

function notModelled(what: string): (socket: Socket) => void {
  return (socket) => socket.lacks(what);
}

function close(socket: Socket): void {
  const { closeNs } = socket.switches;
  if (closeNs === 0) {
    socket.close('command');
    return;
  }
  socket.closeTimer ??= socket.clock.after(closeNs, () => {
    socket.closeTimer = null;
    socket.close('command');
  });
}

function discon(socket: Socket): void {
  if (socket.connection !== null) disconnect(socket, socket.connection);
}

function send(socket: Socket): void {
  if (socket.connection !== null) sendStream(socket, socket.connection);
  else sendUdp(socket);
}

function sendStream(socket: Socket, connection: ChipConnection): void {
  const { buffers, switches } = socket;
  if (connection.sendEnd !== null) socket.violate('command/overlap', ': SEND before SENDOK of the last SEND');
  const { txEnd } = buffers;
  socket.checkTxOverflow();
  const unsent = (txEnd - buffers.txNext) & 0xffff;
  if (unsent === 0 && connection.sendEnd === null) {
    if (switches.emptySend === 'sendok') socket.raise(SN_IR.SENDOK);
    return;
  }
  const usable = connection.sndWnd - connection.inFlight;
  const partial = switches.partialSend === 'peer-window' && usable > 0 && usable < unsent;
  connection.sendEnd = partial ? (buffers.txNext + usable) & 0xffff : txEnd;
  if (switches.sendWhileProbing === 'restarts') connection.probeRetry.stop(); // an ACK of the data answers the probe too
  transmit(socket, connection);
}

/** Publishes Sn_RX_RD. */
function recv(socket: Socket): void {
  const { buffers, connection, switches, udp } = socket;
  if (connection === null && udp === null) return;
  const read = (buffers.rxRead - buffers.rxFreed) & 0xffff;
  if (read > buffers.rxWaiting) {
    socket.violate('buffer/rx-rd-beyond', `: RX_RD moved ${read} bytes, ${buffers.rxWaiting} were waiting`);
    return;
  }
  buffers.rxFreed = buffers.rxRead;
  if (buffers.rxWaiting > 0 && switches.recvAgain) {
    socket.raise(SN_IR.RECV);
    socket.context.report({ kind: 'received', socket: socket.number, again: true });
  }
  if (connection !== null) announceWindow(socket, connection);
}

/** Tells the peer when a window that was too small for a segment has opened. */
function announceWindow(socket: Socket, connection: ChipConnection): void {
  const { buffers } = socket;
  const known = (connection.rcvEdge - connection.rcvNxt) | 0;
  // Receiver's side of silly window avoidance, RFC 9293 section 3.8.6.2.2.
  const worthwhile = Math.min(connection.mss, buffers.rx.size >> 1);
  if (known < worthwhile && buffers.rxFree - known >= worthwhile) sendAck(socket, connection);
}

/** During a SEND the effect is not specified: refused here, and nothing is sent. */
function sendKeep(socket: Socket): void {
  const { connection } = socket;
  if (connection === null) return;
  if (connection.sendEnd === null) sendProbe(socket, connection);
  else socket.violate('command/overlap', ': SEND_KEEP before SENDOK of a SEND');
}
