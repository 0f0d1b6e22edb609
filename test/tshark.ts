import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What tshark makes of a capture: one row per packet, one column per field; checksums are checked. */
export function tshark(capture: Uint8Array, fields: readonly string[]): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'pcapng-'));
  const path = join(folder, 'capture.pcapng');
  writeFileSync(path, capture);
  const checks = ['ip', 'tcp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
  const columns = fields.flatMap((field) => ['-e', field]);
  const command = ['-r', path, ...checks, '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=;', ...columns];
  try {
    const text = execFileSync('tshark', command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('|'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Error('tshark is not installed; this test needs it (Debian package tshark)');
    }
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
