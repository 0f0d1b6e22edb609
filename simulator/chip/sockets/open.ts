/** The command OPEN. */
import { hexText } from '../../words.ts';
import { SN_MR_PROTOCOL, SN_MR_TCP, SN_MR_UDP, SOCKET } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import { openUdp } from './datagrams.ts';
import type { Socket } from './socket.ts';

/** By Sn_MR's protocol field, both chips (WIZnet's w5500.h and w5200.h). */
const PROTOCOLS: readonly (string | undefined)[] = ['no protocol', 'TCP', 'UDP', 'IPRAW', 'MACRAW', 'PPPoE'];

export function open(socket: Socket): void {
  const { buffers, context } = socket;
  const protocol = socket.byte(SOCKET.Sn_MR.offset) & SN_MR_PROTOCOL;
  if (protocol !== SN_MR_TCP && protocol !== SN_MR_UDP) {
    const name = PROTOCOLS[protocol] ?? 'an unknown protocol';
    socket.lacks(`${name} (Sn_MR ${hexText(protocol, 2)}); only TCP and UDP are`);
    return;
  }
  if (context.usesPppoe) socket.lacks('PPPoE (MR 0x08)');
  if (!context.buffersFit) {
    const kib = context.model.bufferBytes / 1024;
    context.violate('buffer/size', `the sockets’ buffer sizes add up to more than ${kib} KiB`);
  }
  if (buffers.tx.size === 0 || buffers.rx.size === 0) socket.violate('buffer/size', ': OPEN without buffer memory');
  socket.timing.latch();
  buffers.initialise();
  if (protocol === SN_MR_UDP) openUdp(socket);
  else socket.enter(SR.INIT, 'command');
}
