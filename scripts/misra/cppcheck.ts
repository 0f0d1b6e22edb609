/** Runs Cppcheck with its MISRA addon. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CFile } from './firmware.ts';

const run = promisify(execFile);

/** What stands for the headers of ST's library and of WIZnet's ioLibrary; what they break is not reported. */
const VENDOR_HEADERS = ['spl/inc', 'watch/library'].map((folder) =>
  fileURLToPath(new URL(`../../test/${folder}`, import.meta.url)),
);

/** A place that breaks a rule. */
export interface Breach {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  /** What stands there: one template makes the same line in more than one firmware. */
  readonly text: string;
}

/** `Cppcheck 2.10` */
export async function cppcheckVersion(): Promise<string> {
  return (await run('cppcheck', ['--version'])).stdout.trim();
}

/** All places of a firmware that break a rule. */
export async function breachesIn(files: readonly CFile[]): Promise<readonly Breach[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keepwire-misra-'));
  try {
    for (const { path, text } of files) writeFileSync(join(folder, path), text);
    const sources = files.map(({ path }) => path).filter((path) => path.endsWith('.c'));
    const language = ['--std=c11', '--platform=arm32-wchar_t4'];
    const printing = ['--quiet', '--template={id} {file} {line}'];
    const folders = ['.', ...VENDOR_HEADERS].flatMap((path) => ['-I', path]);
    const args = ['--addon=misra', ...language, ...printing, ...folders, ...sources];
    const { stderr } = await run('cppcheck', args, { cwd: folder, maxBuffer: 1 << 26 });
    return stderr.split('\n').flatMap((line) => breachOf(line, files));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const BREACH = /^misra-c2012-(?<rule>\d+\.\d+) (?<file>\S+) (?<line>\d+)$/;

function breachOf(printed: string, files: readonly CFile[]): readonly Breach[] {
  const { rule, file, line } = BREACH.exec(printed)?.groups ?? {};
  if (rule === undefined || file === undefined) return [];
  const text = files
    .find(({ path, isTheirs }) => path === file && isTheirs !== true)
    ?.text.split('\n')
    [Number(line) - 1]?.trim();
  return text === undefined ? [] : [{ rule, file, line: Number(line), text }];
}
