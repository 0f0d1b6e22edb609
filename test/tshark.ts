import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needTools } from './tools.ts';

/** What tshark makes of a capture: one row per packet, one column per field; checksums are checked. */
export function tshark(capture: Uint8Array, fields: readonly string[]): readonly (readonly string[])[] {
  const checks = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
  const columns = fields.flatMap((field) => ['-e', field]);
  const options = [...checks, '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=;', ...columns];
  return run('tshark', capture, (path) => ['-r', path, ...options])
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('|'));
}

/** What Wireshark's capinfos says of a file as a whole. */
export function capinfos(capture: Uint8Array): string {
  return run('capinfos', capture, (path) => [path]);
}

function run(program: string, capture: Uint8Array, optionsFor: (path: string) => readonly string[]): string {
  needTools('tshark');
  const folder = mkdtempSync(join(tmpdir(), 'pcapng-'));
  const path = join(folder, 'capture.pcapng');
  writeFileSync(path, capture);
  try {
    return execFileSync(program, optionsFor(path), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
