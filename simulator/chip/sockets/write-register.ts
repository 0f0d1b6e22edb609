import { SOCKET } from '../registers/socket.ts';
import { SR, stateName } from '../registers/states.ts';
import { armKeepaliveTimer } from '../tcp/keepalive.ts';
import { writeCommand } from './commands.ts';
import type { Socket } from './socket.ts';

const SN_CR = SOCKET.Sn_CR.offset;
const SN_IR = SOCKET.Sn_IR.offset;
const SN_IMR = SOCKET.Sn_IMR.offset;
const RXBUF_SIZE = SOCKET.Sn_RXBUF_SIZE.offset;
const TXBUF_SIZE = SOCKET.Sn_TXBUF_SIZE.offset;

/** Stores a byte in a socket register that the host may write, and does what the write causes. */
export function writeSocketRegister(socket: Socket, offset: number, value: number): void {
  const { registers, context, connection } = socket;
  switch (offset) {
    case SN_CR:
      writeCommand(socket, value);
      break;
    case SN_IR:
      registers[offset] = (registers[offset] ?? 0) & ~value;
      context.updateInterrupts();
      break;
    case SN_IMR:
      registers[offset] = value;
      context.updateInterrupts();
      break;
    case RXBUF_SIZE:
    case TXBUF_SIZE:
      writeSize(socket, offset, value);
      break;
    case context.model.keepaliveTimer?.offset:
      registers[offset] = value;
      if (connection !== null) armKeepaliveTimer(socket, connection);
      break;
    default:
      registers[offset] = value;
  }
}

function writeSize(socket: Socket, offset: number, kib: number): void {
  const { context } = socket;
  if (!context.model.bufferSizesKib.includes(kib)) socket.violate('buffer/size', `: ${kib} KiB is no buffer size`);
  if (socket.state !== SR.CLOSED) {
    socket.violate('buffer/size', `: buffer size written in ${stateName(socket.state)}`);
  }
  socket.registers[offset] = kib;
  context.placeBuffers();
}
