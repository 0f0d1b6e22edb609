/** A network interface's place on the simulated Ethernet segment. */
export interface LinkPort {
  /** Puts a frame (destination MAC first, no FCS) on the wire. The link copies nothing: the caller gives the array up. */
  send(frame: Uint8Array): void;
  /** Called at the time a frame arrives. Set once by the interface that owns the port. */
  onFrame: (frame: Uint8Array) => void;
  /** Whether the local PHY sees a link. A cable cut elsewhere on the segment does not change it. */
  readonly linkUp: boolean;
}

/** Why a frame arrives nowhere. */
export type LossReason = 'cut' | 'loss' | 'power-off' | 'nat';

/** A place on the link: what an interface sees of it, and what a scenario may do to it. */
export interface AttachedPort extends LinkPort {
  readonly name: string;
  /** Takes this interface's own cable; its PHY sees the link go down. */
  unplug(): void;
  plug(): void;
  /** An interface without power sends and hears nothing; frames for it are lost with the reason `power-off`. */
  setPowered(powered: boolean): void;
}

/** A frame at the moment it leaves its sender. */
export interface TappedFrame {
  readonly from: string;
  readonly bytes: Uint8Array;
  readonly lost: LossReason | null;
}
