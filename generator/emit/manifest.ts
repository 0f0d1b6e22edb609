import { VERSION } from '../firmware/version.generated.ts';

/** Where the manifest lies, relative to `DIR/<name>/`. */
export const MANIFEST_PATH = '.keepwire.json';

/**
 * What keepwire wrote into a folder: path → SHA-256 (hex) of the bytes, with LF as line ends. A file that still has that
 * hash is ours; any other was edited since or was never ours.
 *
 * `pending` is there only while files are being written: the hashes they are about to have. If the process is killed
 * in between, each file has the bytes of either map, or is absent, and the next run knows it as ours.
 */
export interface Manifest {
  /** The version of keepwire that wrote the folder; null: one up to 0.1, which had other names for the files. */
  readonly version: string | null;
  readonly files: ReadonlyMap<string, string>;
  readonly pending: ReadonlyMap<string, string>;
}

export const EMPTY_MANIFEST: Manifest = { version: VERSION, files: new Map(), pending: new Map() };

/** Format of the manifest file; a file with another number is not read. Format 1, up to version 0.1, has no version. */
const FORMAT = 2;
const FORMAT_WITHOUT_VERSION = 1;

/** In hexadecimal. Loads the module at its first use: that takes 3 ms, and `validate` hashes nothing. */
export function sha256(bytes: string | Uint8Array): string {
  return process.getBuiltinModule('node:crypto').hash('sha256', bytes);
}

/** The hash of a file as it lies on the disk. Git may check out a text with CRLF: that is no edit. */
export function hashOnDisk(bytes: Buffer): string {
  if (!bytes.includes('\r\n')) return sha256(bytes);
  return sha256(Buffer.from(withUnixLineEnds(bytes.toString('latin1')), 'latin1')); // one character a byte
}

export function withUnixLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Whether `hash` is one that keepwire gave the file at `path`, or was about to. */
export function isOurs(manifest: Manifest, path: string, hash: string): boolean {
  return manifest.files.get(path) === hash || manifest.pending.get(path) === hash;
}

/** The manifest's text: sorted, without date or path, so that equal output gives equal bytes. */
export function manifestText(manifest: Manifest): string {
  const { version } = manifest;
  const head = version === null ? { format: FORMAT_WITHOUT_VERSION } : { format: FORMAT, version };
  const content: Record<string, unknown> = { ...head, files: sorted(manifest.files) };
  if (manifest.pending.size > 0) content.pending = sorted(manifest.pending);
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Reads a manifest; null when the text is not one that keepwire wrote. */
export function parseManifest(text: string): Manifest | null {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(content)) return null;
  const version = versionOf(content);
  if (version === undefined) return null;
  const files = hashesOf(content.files);
  const pending = hashesOf(content.pending ?? {});
  return files === null || pending === null ? null : { version, files, pending };
}

/** Undefined: none of our formats. */
function versionOf({ format, version }: Readonly<Record<string, unknown>>): string | null | undefined {
  if (format === FORMAT_WITHOUT_VERSION) return null;
  return format === FORMAT && typeof version === 'string' ? version : undefined;
}

/** Whether `path` is relative, normalised and stays inside its folder: the only kind ever written or removed. */
export function isSafePath(path: string): boolean {
  if (path.includes('\\') || path.includes('\0')) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes(':'));
}

function hashesOf(value: unknown): ReadonlyMap<string, string> | null {
  if (!isRecord(value)) return null;
  const hashes = new Map<string, string>();
  for (const [path, hash] of Object.entries(value)) {
    if (!isSafePath(path) || typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return null;
    hashes.set(path, hash);
  }
  return hashes;
}

function sorted(hashes: ReadonlyMap<string, string>): Record<string, string> {
  // Plain comparison of UTF-16 units: the same order in every locale.
  return Object.fromEntries([...hashes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
