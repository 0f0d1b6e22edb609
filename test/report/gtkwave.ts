import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needTools } from '../tools.ts';
import type { Change } from './vcd-reader.ts';

/** The changes in a dump after a journey through GTKWave's own format. */
export function gtkwaveReads(vcd: string): readonly Change[] {
  needTools('gtkwave');
  const folder = mkdtempSync(join(tmpdir(), 'vcd-'));
  const [given, waves] = [join(folder, 'given.vcd'), join(folder, 'waves.fst')];
  try {
    writeFileSync(given, vcd);
    execFileSync('vcd2fst', [given, waves], { stdio: 'pipe' });
    return changesIn(execFileSync('fst2vcd', [waves], { encoding: 'utf8', maxBuffer: 1 << 28 }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function changesIn(text: string): readonly Change[] {
  const names = new Map(
    [...text.matchAll(/\$var \w+ \d+ (\S+) (\w+) \$end/gu)].map(([, code = '', name = '']) => [code, name]),
  );
  let atNs = 0;
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('#')) atNs = Number(line.slice(1));
    const [, bit, string, code = ''] = /^(?:([01])|s(\S*) )(\S+)$/u.exec(line) ?? [];
    const name = names.get(code);
    if (name === undefined) return [];
    const value =
      bit ??
      (string ?? '').replaceAll(
        /\\([0-7]{3})|\\(.)/gu,
        (_all, octal, plain) => plain ?? String.fromCharCode(Number.parseInt(octal, 8)),
      );
    return [{ atNs, name, value }];
  });
}
