import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildCache } from '../../contract/build-cache.ts';
import type { Plan } from '../../contract/plan.ts';
import type { FileSet, OutputFile } from '../emit/files.ts';
import { COMPILE_FLAGS, LIBRARIES, WARNING_FLAGS } from '../hardware/compiler.ts';
import { type CompileOutcome, compileFirmware, type KeptObjects } from './compile.ts';
import { gcc } from './gcc.ts';
import { undoOnSignal } from './on-signal.ts';

export interface ArmBuildInput {
  readonly files: FileSet;
  readonly plan: Plan;
  readonly cache: BuildCache;
  /** The user's copy of the vendor's library, for a platform that calls one; what it makes is not kept in the cache. */
  readonly vendorDir?: string;
  /** Called before anything is compiled; not when the cache has the image. */
  readonly onCompile?: () => void;
}

export type ArmBuildResult =
  | { readonly kind: 'built'; readonly elf: Uint8Array }
  | Exclude<CompileOutcome, { readonly kind: 'built' }>;

/** Builds firmware for the arm engine as for the part; nothing is left in the user's folders. */
export async function buildArmFirmware(input: ArmBuildInput): Promise<ArmBuildResult> {
  const { cache, files, onCompile, plan, vendorDir } = input;
  const version = await gcc(['--version'], tmpdir());
  const compiler = version.kind === 'ok' && plan.platform.library === null ? version.stdout : null;
  const key = compiler === null ? null : `${keyOf(compiler, plan, files.filter(isSeen))}.elf`;
  const known = key === null ? undefined : await cache.get(key);
  if (known !== undefined) return { kind: 'built', elf: known };
  onCompile?.();
  const dir = mkdtempSync(join(tmpdir(), 'keepwire-arm-'));
  // A compiler that is about to end may still write.
  const remove = (): void => rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  const done = undoOnSignal(remove);
  try {
    for (const { path, text, bytes } of files) if (!path.includes('/')) writeFileSync(join(dir, path), bytes ?? text);
    const vendor = vendorDir === undefined ? {} : { vendorDir };
    const kept = compiler === null ? {} : { kept: objectsIn(cache, compiler, input) };
    const outcome = await compileFirmware({ dir, files, plan, ...vendor, ...kept });
    if (outcome.kind !== 'built') return outcome;
    const elf = new Uint8Array(readFileSync(outcome.elf));
    if (key !== null) await cache.set(key, elf);
    return { kind: 'built', elf };
  } finally {
    remove();
    done();
  }
}

/** Each object depends on its source and, as far as is known without reading it, on every header. */
function objectsIn(cache: BuildCache, compiler: string, { files, plan }: ArmBuildInput): KeptObjects {
  const key = (source: string): string => {
    const seen = files.filter(({ path }) => path === source || path.endsWith('.h'));
    return `${keyOf(`${source}\n${compiler}`, plan, seen)}.o`;
  };
  return { get: (source) => cache.get(key(source)), set: (source, object) => cache.set(key(source), object) };
}

function isSeen({ path }: OutputFile): boolean {
  return /\.(c|h|ld)$/.test(path);
}

/** Of the compiler, its flags and the files that it sees. */
function keyOf(compiler: string, { mcu }: Plan, seen: FileSet): string {
  const hash = createHash('sha256');
  const parts = [
    compiler,
    ...mcu.coreFlags,
    ...COMPILE_FLAGS,
    ...WARNING_FLAGS,
    ...LIBRARIES,
    ...seen.flatMap(({ path, text, bytes }) => [path, bytes ?? text]),
  ];
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}
