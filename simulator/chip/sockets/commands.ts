import { SN_IR, SN_MR_PROTOCOL, SN_MR_TCP, SOCKET } from '../registers/socket.ts';
import { SR, stateName } from '../registers/states.ts';
import { disconnect } from '../tcp/close.ts';
import { sendAck, transmit } from '../tcp/output.ts';
import { resolveAndConnect } from './arp-client.ts';
import type { Socket } from './socket.ts';

const CR = SOCKET.Sn_CR.offset;
const TX_RD = SOCKET.Sn_TX_RD.offset;
const TX_WR = SOCKET.Sn_TX_WR.offset;
const RX_RD = SOCKET.Sn_RX_RD.offset;

interface Command {
  readonly name: string;
  /** Values of Sn_SR; null for any. */
  readonly validIn: readonly number[] | null;
  readonly run: (socket: Socket) => void;
}

const CONNECTED = [SR.ESTABLISHED, SR.CLOSE_WAIT];

/** W5500 datasheet 1.0.9 page 47, W5200 datasheet 1.3.0 page 27: Sn_CR. */
const COMMANDS: ReadonlyMap<number, Command> = new Map([
  [0x01, { name: 'OPEN', validIn: [SR.CLOSED], run: open }],
  [0x02, { name: 'LISTEN', validIn: [SR.INIT], run: (socket) => socket.enter(SR.LISTEN, 'command') }],
  [0x04, { name: 'CONNECT', validIn: [SR.INIT], run: resolveAndConnect }],
  [0x08, { name: 'DISCON', validIn: CONNECTED, run: discon }],
  [0x10, { name: 'CLOSE', validIn: null, run: (socket) => socket.close('command') }],
  [0x20, { name: 'SEND', validIn: CONNECTED, run: send }],
  [0x21, { name: 'SEND_MAC', validIn: null, run: notModelled }],
  [0x22, { name: 'SEND_KEEP', validIn: [SR.ESTABLISHED], run: sendKeep }],
  [0x23, { name: 'PCON', validIn: null, run: notModelled }],
  [0x24, { name: 'PDISCON', validIn: null, run: notModelled }],
  [0x25, { name: 'PCR', validIn: null, run: notModelled }],
  [0x26, { name: 'PCN', validIn: null, run: notModelled }],
  [0x27, { name: 'PCJ', validIn: null, run: notModelled }],
  [0x40, { name: 'RECV', validIn: CONNECTED, run: recv }],
] as const satisfies readonly (readonly [number, Command])[]);

/**
 * The host wrote Sn_CR. The command takes effect, and Sn_CR reads 0 again, after the switch `commandNs`.
 *
 * A command in a wrong state is a violation only if the host could have known better: a state that changed since the
 * host last read Sn_SR excuses it, for no program can exclude that race. Then the command does nothing.
 */
export function writeCommand(socket: Socket, value: number): void {
  const { core, number } = socket;
  const command = COMMANDS.get(value);
  if (socket.byte(CR) !== 0) {
    core.violate('command/busy', `S${number}_CR written while it still held 0x${socket.byte(CR).toString(16)}`);
    return;
  }
  core.report({ kind: 'command', socket: number, command: command?.name ?? `0x${value.toString(16)}` });
  if (command === undefined) {
    core.violate('command/unknown', `S${number}_CR = 0x${value.toString(16)}`);
    return;
  }
  if (!allows(command, socket.state) && !allows(command, socket.seenState)) {
    core.violate('command/state', `S${number}_CR = ${command.name} in ${stateName(socket.state)}`);
  }
  socket.registers[CR] = value;
  socket.commandTimer = core.clock.after(core.switches.commandNs, () => {
    socket.commandTimer = null;
    socket.registers[CR] = 0;
    if (allows(command, socket.state) || toleratedLate(command, socket)) command.run(socket);
  });
}

function allows(command: Command, state: number): boolean {
  return command.validIn === null || command.validIn.includes(state);
}

/** The peer's FIN came between look and command: SEND_KEEP still has a connection to probe. */
function toleratedLate(command: Command, socket: Socket): boolean {
  return command.run === sendKeep && socket.state === SR.CLOSE_WAIT;
}

function notModelled(socket: Socket): void {
  socket.core.violate('not-modelled', `S${socket.number}: UDP and PPPoE commands are not modelled`);
}

function open(socket: Socket): void {
  const { core, number } = socket;
  const protocol = socket.byte(SOCKET.Sn_MR.offset) & SN_MR_PROTOCOL;
  if (protocol !== SN_MR_TCP) {
    core.violate('not-modelled', `S${number}: OPEN with protocol ${protocol}; only TCP (1) is modelled`);
    return;
  }
  if (!core.buffersFit) core.violate('buffer/size', 'the sockets’ buffer sizes add up to more than 16 KiB');
  if (socket.tx.size === 0 || socket.rx.size === 0)
    core.violate('buffer/size', `S${number}: OPEN without buffer memory`);
  socket.latchRetransmission();
  socket.initialisePointers();
  socket.enter(SR.INIT, 'command');
}

function discon(socket: Socket): void {
  if (socket.connection !== null) disconnect(socket, socket.connection);
}

function send(socket: Socket): void {
  const { connection, core, number } = socket;
  if (connection === null) return;
  const end = socket.word(TX_WR);
  if (connection.sendEnd !== null) core.violate('command/overlap', `S${number}: SEND before SENDOK of the last SEND`);
  const occupied = (end - socket.txAcked) & 0xffff;
  if (occupied > socket.tx.size) {
    core.violate('buffer/tx-overflow', `S${number}: ${occupied} bytes in a TX buffer of ${socket.tx.size}`);
  }
  const unsent = (end - socket.word(TX_RD)) & 0xffff;
  if (unsent === 0 && connection.sendEnd === null) {
    if (core.switches.emptySend === 'sendok') socket.raise(SN_IR.SENDOK);
    return;
  }
  const usable = connection.sndWnd - connection.inFlight;
  const partial = core.switches.partialSend === 'peer-window' && usable > 0 && usable < unsent;
  connection.sendEnd = partial ? (socket.word(TX_RD) + usable) & 0xffff : end;
  transmit(socket, connection);
}

/** Publishes Sn_RX_RD; tells the peer when that opens a window too small for a segment. */
function recv(socket: Socket): void {
  const { connection, core, number } = socket;
  if (connection === null) return;
  const read = (socket.word(RX_RD) - socket.rxFreed) & 0xffff;
  if (read > socket.rxWaiting) {
    core.violate('buffer/rx-rd-beyond', `S${number}: RX_RD moved ${read} bytes, ${socket.rxWaiting} were waiting`);
    return;
  }
  socket.rxFreed = socket.word(RX_RD);
  if (socket.rxWaiting > 0 && core.switches.recvAgain) socket.raise(SN_IR.RECV);
  const known = (connection.rcvEdge - connection.rcvNxt) | 0;
  // Receiver's side of silly window avoidance, RFC 9293 section 3.8.6.2.2.
  const worthwhile = Math.min(connection.mss, socket.rx.size >> 1);
  if (known < worthwhile && socket.rxFree - known >= worthwhile) sendAck(socket, connection);
}

/** Beside a SEND under way the effect is not specified: refused here, and nothing is sent. */
function sendKeep(socket: Socket): void {
  const { connection, core, number } = socket;
  if (connection === null) return;
  if (connection.sendEnd === null) connection.keepalive.sendKeep();
  else core.violate('command/overlap', `S${number}: SEND_KEEP before SENDOK of a SEND`);
}
