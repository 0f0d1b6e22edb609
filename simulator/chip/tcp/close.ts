import { seqAdd } from '../../net/seq.ts';
import { SN_IR } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import type { Socket } from '../sockets/socket.ts';
import type { Connection } from './connection.ts';
import { sendAck, transmit } from './output.ts';

/** The command DISCON: FIN after the data under way; active close from ESTABLISHED, passive close from CLOSE_WAIT. */
export function disconnect(socket: Socket, connection: Connection): void {
  socket.enter(socket.state === SR.CLOSE_WAIT ? SR.LAST_ACK : SR.FIN_WAIT, 'command');
  connection.finWanted = true;
  transmit(socket, connection);
}

/** The peer has acknowledged our FIN. */
export function finAcknowledged(socket: Socket, connection: Connection): void {
  switch (socket.state) {
    case SR.LAST_ACK:
      socket.close('fin');
      break;
    case SR.CLOSING:
      enterTimeWait(socket, connection);
      break;
    case SR.FIN_WAIT:
      awaitPeersFin(socket, connection);
      break;
  }
}

/** The peer's FIN, all data before it having been taken. */
export function finArrived(socket: Socket, connection: Connection): void {
  connection.rcvNxt = seqAdd(connection.rcvNxt, 1);
  if (socket.state === SR.ESTABLISHED) {
    socket.enter(SR.CLOSE_WAIT, 'fin');
  } else if (socket.state === SR.FIN_WAIT) {
    if (connection.finAcked) enterTimeWait(socket, connection);
    else socket.enter(SR.CLOSING, 'fin');
  }
  sendAck(socket, connection);
  socket.raise(SN_IR.DISCON);
}

function enterTimeWait(socket: Socket, connection: Connection): void {
  socket.enter(SR.TIME_WAIT, 'fin');
  connection.lingerTimer?.cancel();
  connection.lingerTimer = socket.core.clock.after(socket.core.switches.timeWaitNs, () => socket.close('time-wait'));
}

function awaitPeersFin(socket: Socket, connection: Connection): void {
  if (socket.core.switches.finWait === 'waits') return;
  connection.lingerTimer = socket.core.clock.after(socket.finalTimeoutNs, () => socket.timeOut());
}
