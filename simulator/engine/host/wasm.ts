/** What of WebAssembly's JavaScript API the host engine uses; TypeScript ships its types only with the DOM's. */
interface WebAssemblyApi {
  readonly Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): readonly { readonly module: string }[];
  };
  readonly Instance: new (module: object, imports: Readonly<Record<string, Imports>>) => { readonly exports: unknown };
  readonly RuntimeError: abstract new (...parameters: never[]) => Error;
}

export type Imports = Readonly<Record<string, (...parameters: number[]) => number | undefined>>;

/** A data symbol's address. */
interface Address {
  readonly value: number;
}

interface FixedExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly kw_host_shared: Address;
  readonly kw_host_registers: Address;
  readonly kw_host_regions: Address;
  __wasm_call_ctors(): void;
  main(): number;
}

/** A firmware build's exports; the interrupt handler is among the others, by its name. */
export type FirmwareExports = FixedExports & Readonly<Record<string, unknown>>;

const api = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;

/** Throws when `wasm` is no module made by `buildHostFirmware`. */
export function instantiate(wasm: Uint8Array, host: Imports): FirmwareExports {
  const instance = new api.Instance(moduleOf(wasm), { host });
  return instance.exports as FirmwareExports;
}

/** Compiled once: many runs, and the resets of one, share it. */
const modules = new WeakMap<Uint8Array, object>();

function moduleOf(wasm: Uint8Array): object {
  const known = modules.get(wasm) ?? new api.Module(wasm);
  modules.set(wasm, known);
  return known;
}

/** The names of the modules that the program imports from. */
export function importedFrom(wasm: Uint8Array): readonly string[] {
  return api.Module.imports(new api.Module(wasm)).map(({ module }) => module);
}

/** Whether what was thrown is the program's fault: a trap, or its stack at an end. */
export function isTrap(thrown: unknown): thrown is Error {
  return thrown instanceof api.RuntimeError || thrown instanceof RangeError;
}
