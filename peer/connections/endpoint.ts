import type { SocketPlan } from '../../contract/device.ts';
import type { FarSide } from '../../contract/far-side.ts';
import type { TcpAddress } from '../environment/transport.ts';

/** One socket of the device, and the address where its connections are made: the device's, or the peer's for a client. */
export interface Endpoint extends TcpAddress {
  readonly socket: SocketPlan;
  readonly farSide: FarSide;
}
