/** Pages that the firmware holds, and serves beside its WebSockets. */
import { gzipSync } from 'fflate/browser';
import type { SocketSpec } from '../../../contract/spec.ts';
import type { PagePlan } from '../../../contract/websocket.ts';

/** Of a page as gzip: half of the flash of the smallest part. */
export const MOST_PAGE_BYTES = 32_768;

/** What is larger is not even compressed. */
const MOST_FILE_BYTES = 1_048_576;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
};

/** The page of a socket's WebSocket server; null: it has none. */
export function pageOf({ protocol, websocket }: SocketSpec): string | null {
  return protocol === 'websocket' ? (websocket?.page ?? null) : null;
}

/** The file as gzip, the same bytes everywhere: without time and name. Null: it is too large for any part. */
export function embedded(file: Uint8Array): Uint8Array | null {
  return file.length > MOST_FILE_BYTES ? null : gzipSync(file, { level: 9, mtime: 0 });
}

export function planPage(file: string, bytes: Uint8Array): PagePlan {
  const gzip = embedded(bytes) ?? new Uint8Array(0);
  const extension = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '';
  return {
    file,
    contentType: CONTENT_TYPES[extension] ?? 'application/octet-stream',
    bytes: bytes.length,
    embeddedBytes: gzip.length,
    etag: etagOf(gzip),
    gzip: btoa(Array.from(gzip, (byte) => String.fromCharCode(byte)).join('')),
  };
}

/** The last eight bytes of gzip are CRC-32 and size (RFC 1952 section 2.3.1). */
function etagOf(gzip: Uint8Array): string {
  return Array.from(gzip.subarray(-8, -2), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
