/** A network interface's port on the simulated Ethernet segment. */
export interface LinkPort {
  /** Sends a frame (destination MAC first, no FCS). The link does not copy it: the caller must not change it afterwards. */
  send(frame: Uint8Array): void;
  /** Called at the time a frame arrives. Set once by the interface that owns the port. */
  onFrame: (frame: Uint8Array) => void;
  /** Whether the local PHY sees a link. A cable cut elsewhere on the segment does not change it. */
  readonly linkUp: boolean;
}

/** Why a frame is lost. */
export type LossReason = 'cut' | 'loss' | 'power-off' | 'nat';

/** A port of the link, as the interface sees it and as a scenario may change it. */
export interface AttachedPort extends LinkPort {
  readonly name: string;
  /** Unplugs this interface's own cable; its PHY sees the link go down. */
  unplug(): void;
  plug(): void;
  /** An interface without power sends and receives nothing; frames for it are lost with the reason `power-off`. */
  setPowered(powered: boolean): void;
}

/** A frame at the moment it leaves its sender. */
export interface TappedFrame {
  readonly from: string;
  readonly bytes: Uint8Array;
  readonly lost: LossReason | null;
}
