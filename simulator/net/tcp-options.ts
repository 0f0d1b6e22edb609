/** The TCP options that the simulator understands (RFC 9293 section 3.2). */
export interface TcpOptions {
  readonly mss: number | null;
}

const END_OF_LIST = 0;
const NO_OPERATION = 1;
const MAXIMUM_SEGMENT_SIZE = 2;

/** Skips unknown options; null if a length is impossible, since the rest is then meaningless. */
export function decodeTcpOptions(bytes: Uint8Array): TcpOptions | null {
  let mss: number | null = null;
  let index = 0;
  while (index < bytes.length) {
    const kind = bytes[index];
    if (kind === END_OF_LIST) break;
    if (kind === NO_OPERATION) {
      index++;
      continue;
    }
    const length = bytes[index + 1] ?? 0;
    if (length < 2 || index + length > bytes.length) return null;
    if (kind === MAXIMUM_SEGMENT_SIZE) {
      if (length !== 4) return null;
      mss = ((bytes[index + 2] ?? 0) << 8) | (bytes[index + 3] ?? 0);
    }
    index += length;
  }
  return { mss };
}

/** A multiple of 4 bytes, as the header's data offset needs. */
export function encodeTcpOptions(options: TcpOptions): Uint8Array {
  if (options.mss === null) return new Uint8Array(0);
  return Uint8Array.of(MAXIMUM_SEGMENT_SIZE, 4, options.mss >>> 8, options.mss);
}
