import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { toolCommand } from './find-tool.ts';

export const ADDR2LINE = 'arm-none-eabi-addr2line';
export const ADDR2LINE_PACKAGE = 'binutils-arm-none-eabi';

/** Damaged debug information may keep it busy for ever. */
const PATIENCE_MS = 60_000;

/** Lines of sources, as `kw_port.c:51`, for addresses of an image; null where it does not say. */
export type Locate = (addresses: readonly number[]) => readonly (string | null)[];

/** By addr2line, which is started at the first question; without it every answer is null, and `onMissing` is called. */
export async function createLocate(elf: Uint8Array, onMissing: () => void): Promise<Locate> {
  const { execaSync } = await import('execa');
  const known = new Map<number, string | null>();
  return (addresses) => {
    const asked = [...new Set(addresses.filter((address) => !known.has(address)))];
    if (asked.length > 0) ask(asked);
    return addresses.map((address) => known.get(address) ?? null);
  };

  function ask(addresses: readonly number[]): void {
    const dir = mkdtempSync(join(tmpdir(), 'keepwire-elf-'));
    try {
      const file = join(dir, 'image.elf');
      writeFileSync(file, elf);
      const input = addresses.map((address) => `0x${address.toString(16)}\n`).join('');
      const result = execaSync(toolCommand(ADDR2LINE), ['-f', '-e', file], {
        input,
        reject: false,
        env: { LC_ALL: 'C' },
        timeout: PATIENCE_MS,
      });
      if (result.code === 'ENOENT') onMissing();
      // Two lines an address: the function, which the symbol table names as well, and the place.
      const lines = result.failed ? [] : result.stdout.split('\n');
      for (const [index, address] of addresses.entries()) known.set(address, placeIn(lines[2 * index + 1] ?? ''));
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
}

/** From `/some/where/port.c:51 (discriminator 2)`; `??:0` and `…:?` are no places. */
function placeIn(line: string): string | null {
  const { file, number } = /^(?<file>.+):(?<number>\d+)(?: \(.*\))?$/.exec(line)?.groups ?? {};
  return file === undefined || file === '??' || number === '0' ? null : `${basename(file)}:${number}`;
}
