import type { PeerAddress } from '../tcp/connection.ts';

/** The socket's buffers, as UDP uses them. Positions are the chip's free-running 16 bits. */
export interface UdpBuffers {
  /** Sn_TX_RD: the position of the next byte to send. */
  txNext: number;
  /** Up to where the bytes of the TX buffer are free again. */
  txAcked: number;
  /** A copy of `count` bytes of the TX buffer from a position on. */
  readTx(position: number, count: number): Uint8Array;
  /** Bytes; negative if the host has made the buffer smaller than the waiting data. */
  readonly rxFree: number;
  /** Appends received bytes and moves Sn_RX_WR. */
  storeRx(bytes: Uint8Array): void;
}

/** What UDP needs of its socket, and all that it may know of the chip. */
export interface UdpContext {
  readonly buffers: UdpBuffers;
  /** Sn_MSSR; 0 for the chip's default. */
  readonly wantedMss: number;
  /** Sets bits of Sn_IR. */
  raise(bits: number): void;
  transmitDatagram(peer: PeerAddress, payload: Uint8Array): void;
  report(event: { readonly kind: 'received' }): void;
}

/** What a socket keeps while it is open as UDP. */
export interface UdpState {
  /** Sn_MR.BCASTB at OPEN: broadcasts are not received. */
  readonly blocksBroadcast: boolean;
  /** Sn_DIPR of the last SEND whose MAC address is in Sn_DHAR; null if none is. */
  resolvedIp: Uint8Array | null;
}
