import { contentKey } from '../../simulator/engine/host/cache.ts';
import { compileUnit, linkUnits, localLlvm, toolchainIdentity } from '../../simulator/engine/host/toolchain.ts';
import { compilerFiles, type Unit, unitsOf } from '../../simulator/engine/host/units.ts';
import { cache } from '../build-cache.ts';
import { firmwareFiles } from '../firmware-files.ts';
import type { Subject } from './subject.ts';

/** Not linked, so that a call of what they define shows: the standard library's output, the port, the engine's hooks. */
const LEFT_OUT = ['serial.c', 'keepwire-host/host_port.c', 'keepwire-host/host_runtime.c'];

interface WebAssemblyApi {
  readonly Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): readonly { readonly name: string; readonly kind: string }[];
  };
}
const { Module } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;

/**
 * The functions outside the firmware's own files that the interrupt can come to: the firmware is linked with its
 * vector as the only root and unused functions dropped, and whatever is then still missing is called from there.
 */
export async function reachableFromInterrupt({ files, plan }: Subject): Promise<readonly string[]> {
  const all = compilerFiles(firmwareFiles(files), plan);
  const units = await unitsOf(all, plan, toolchainIdentity(await localLlvm()));
  const wanted = units.filter(({ source }) => !LEFT_OUT.includes(source));
  const key = `${await contentKey(['reachable', plan.timer.handler, ...wanted.map((unit) => unit.key)])}.wasm`;
  let wasm = await cache.get(key);
  if (wasm === undefined) {
    wasm = await linkAlone(await compileAll(wanted, all), plan.timer.handler);
    await cache.set(key, wasm);
  }
  const imports = Module.imports(new Module(wasm));
  return imports.filter(({ kind }) => kind === 'function').map(({ name }) => name);
}

async function compileAll(units: readonly Unit[], files: ReadonlyMap<string, string>) {
  const objects = new Map<string, Uint8Array>();
  const groups = new Map<string, string[]>();
  for (const { source, flags } of units) {
    const plain = flags.filter((flag) => !flag.startsWith('-fsanitize-coverage')).join('\n');
    groups.set(plain, [...(groups.get(plain) ?? []), source]);
  }
  for (const [flags, sources] of groups) {
    const made = await compileUnit(await localLlvm(), [{ sources, flags: flags.split('\n') }], files);
    if (!made.ok) throw new Error(made.text);
    for (const [name, object] of made.files) objects.set(name, object);
  }
  return objects;
}

async function linkAlone(objects: ReadonlyMap<string, Uint8Array>, root: string): Promise<Uint8Array> {
  const linked = await linkUnits(await localLlvm(), objects, [`--export=${root}`, '--allow-undefined']);
  if (!linked.ok) throw new Error(linked.text);
  return linked.files.get('out.wasm') as Uint8Array;
}
