/** A store of build results; keys are names of their whole content, so an entry never goes stale. */
export interface BuildCache {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, bytes: Uint8Array): Promise<void>;
}
