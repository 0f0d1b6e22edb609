import { render } from '../../generator/emit/render.ts';
import { linkFlags } from '../../simulator/engine/host/build.ts';
import { contentKey } from '../../simulator/engine/host/cache.ts';
import { compileUnit, linkUnits, localLlvm, toolchainIdentity } from '../../simulator/engine/host/toolchain.ts';
import { compilerFiles, HOOKS, unitsOf } from '../../simulator/engine/host/units.ts';
import { cache } from '../build-cache.ts';
import { firmwareFiles } from '../firmware-files.ts';
import { INCLUDE_FOLDERS, type Server } from './server.ts';

const LIBRARY = 'iolibrary/';
/** The compiler here has no C library; the library's printing is never reached. */
const STDIO = `${LIBRARY}include/stdio.h`;

/** Compiles the vendor's server for the host engine. Throws what the compiler or the linker says. */
export async function hostWasm(server: Server): Promise<Uint8Array> {
  const { plan, own, library } = server;
  const toolchain = toolchainIdentity(await localLlvm());
  const ours = compilerFiles(firmwareFiles(own, render(plan)), plan);
  const theirs = new Map([...library].map(([path, text]) => [LIBRARY + path, text]));
  const files = new Map([...ours, ...theirs, [STDIO, 'int printf(char const *format, ...);\n']]);
  const units = await unitsOf(ours, plan, toolchain);
  const headers = ['include', ...INCLUDE_FOLDERS].flatMap((name) => ['-isystem', LIBRARY + name]);
  const flags = [...headers, `-D_WIZCHIP_=${plan.chip.name}`];
  const groups = new Map<string, string[]>();
  for (const { source, flags: unitFlags } of units) add(groups, [...unitFlags, ...flags], source);
  const counted = units
    .flatMap((unit) => unit.flags)
    .filter((flag) => /^-fsanitize-coverage-(?!trace-(l|s))/.test(flag));
  for (const path of theirs.keys()) if (path.endsWith('.c')) add(groups, ['-w', ...new Set(counted), ...flags], path);

  const key = `${await contentKey([toolchain, ...linkFlags(plan), ...[...groups].flat(2), ...[...files].flat()])}.wasm`;
  const known = await cache.get(key);
  if (known !== undefined) return known;
  const objects = new Map<string, Uint8Array>();
  for (const [joined, sources] of groups) {
    const made = await compileUnit(await localLlvm(), [{ sources, flags: joined.split('\n') }], files, HOOKS);
    if (!made.ok) throw new Error(made.text);
    for (const [name, object] of made.files) objects.set(name, object);
  }
  const linked = await linkUnits(await localLlvm(), objects, linkFlags(plan));
  if (!linked.ok) throw new Error(linked.text);
  const wasm = linked.files.get('out.wasm') as Uint8Array;
  await cache.set(key, wasm);
  return wasm;
}

function add(groups: Map<string, string[]>, flags: readonly string[], source: string): void {
  const key = flags.join('\n');
  groups.set(key, [...(groups.get(key) ?? []), source]);
}
