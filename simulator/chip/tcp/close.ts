import { seqAdd } from '../../net/seq.ts';
import { SN_IR } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import type { ChipConnection } from './connection.ts';
import type { TcpContext } from './context.ts';
import { transmit } from './output.ts';
import { sendAck } from './segment.ts';

/** The command DISCON: FIN after the data in flight; active close from ESTABLISHED, passive close from CLOSE_WAIT. */
export function disconnect(tcp: TcpContext, connection: ChipConnection): void {
  tcp.enter(tcp.state === SR.CLOSE_WAIT ? SR.LAST_ACK : SR.FIN_WAIT, 'command');
  connection.finWanted = true;
  transmit(tcp, connection);
}

/** The peer has acknowledged our FIN. */
export function finAcknowledged(tcp: TcpContext, connection: ChipConnection): void {
  switch (tcp.state) {
    case SR.LAST_ACK:
      tcp.close('fin');
      break;
    case SR.CLOSING:
      enterTimeWait(tcp, connection);
      break;
    case SR.FIN_WAIT:
      awaitPeersFin(tcp, connection);
      break;
  }
}

/** The peer's FIN, after all data before it was taken. */
export function finArrived(tcp: TcpContext, connection: ChipConnection): void {
  connection.rcvNxt = seqAdd(connection.rcvNxt, 1);
  if (tcp.state === SR.ESTABLISHED) {
    tcp.enter(SR.CLOSE_WAIT, 'fin');
  } else if (tcp.state === SR.FIN_WAIT) {
    if (connection.finAcked) enterTimeWait(tcp, connection);
    else tcp.enter(SR.CLOSING, 'fin');
  }
  sendAck(tcp, connection);
  tcp.raise(SN_IR.DISCON);
}

function enterTimeWait(tcp: TcpContext, connection: ChipConnection): void {
  tcp.enter(SR.TIME_WAIT, 'fin');
  connection.lingerTimer?.cancel();
  connection.lingerTimer = tcp.clock.after(tcp.switches.timeWaitNs, () => tcp.close('time-wait'));
}

function awaitPeersFin(tcp: TcpContext, connection: ChipConnection): void {
  if (tcp.switches.finWait === 'waits') return;
  connection.lingerTimer = tcp.clock.after(tcp.timing.finalTimeoutNs, () => tcp.timeOut());
}
