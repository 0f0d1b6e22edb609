import { SOCKET } from '../registers/socket.ts';
import { SR, stateName } from '../registers/states.ts';
import { isBufferSize } from '../sockets/buffer.ts';
import { writeCommand } from '../sockets/commands.ts';
import type { Socket } from '../sockets/socket.ts';

const SN_CR = SOCKET.Sn_CR.offset;
const SN_IR = SOCKET.Sn_IR.offset;
const SN_IMR = SOCKET.Sn_IMR.offset;
const RXBUF_SIZE = SOCKET.Sn_RXBUF_SIZE.offset;
const TXBUF_SIZE = SOCKET.Sn_TXBUF_SIZE.offset;

/** A byte for a socket register that the host may write: what happens beside storing it. */
export function writeSocketRegister(socket: Socket, offset: number, value: number): void {
  const { registers, core } = socket;
  switch (offset) {
    case SN_CR:
      writeCommand(socket, value);
      break;
    case SN_IR:
      registers[offset] = (registers[offset] ?? 0) & ~value;
      core.interrupts.update();
      break;
    case SN_IMR:
      registers[offset] = value;
      core.interrupts.update();
      break;
    case RXBUF_SIZE:
    case TXBUF_SIZE:
      writeSize(socket, offset, value);
      break;
    case core.model.keepaliveTimerAt:
      registers[offset] = value;
      socket.connection?.keepalive.configure();
      break;
    default:
      registers[offset] = value;
  }
}

function writeSize(socket: Socket, offset: number, kib: number): void {
  const { core, number } = socket;
  if (!isBufferSize(kib)) core.violate('buffer/size', `S${number}: ${kib} KiB is no buffer size`);
  if (socket.state !== SR.CLOSED) {
    core.violate('buffer/size', `S${number}: buffer size written in ${stateName(socket.state)}`);
  }
  socket.registers[offset] = kib;
  core.placeBuffers();
}
