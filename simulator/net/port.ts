/** A network interface's place on the simulated Ethernet segment. */
export interface LinkPort {
  /** Puts a frame (destination MAC first, no FCS) on the wire. The link copies nothing: the caller gives the array up. */
  send(frame: Uint8Array): void;
  /** Called at the time a frame arrives. Set once by the interface that owns the port. */
  onFrame: (frame: Uint8Array) => void;
  /** Whether the local PHY sees a link. A cable cut elsewhere on the segment does not change it. */
  readonly linkUp: boolean;
}
