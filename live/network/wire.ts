/** The cable between the device and whatever is outside: a TAP device in a real run, a simulated network in tests. */
export interface Wire {
  /** Sends a frame of the device to the outside. */
  send(frame: Uint8Array): void;
  close(): void;
}

export interface WireHandlers {
  /** A frame from the outside. */
  onFrame(frame: Uint8Array): void;
  /** The wire has failed; `close` was not called. */
  onLost(error: Error): void;
}
