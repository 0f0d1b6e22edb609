import { render } from '../../generator/emit/render.ts';
import { contentKey } from '../../simulator/engine/host/cache.ts';
import { compileUnit, linkUnits, localLlvm, toolchainIdentity } from '../../simulator/engine/host/toolchain.ts';
import { cache } from '../build-cache.ts';
import { planFor } from '../note/subject.ts';

/** kw_keepalive.c alone, as pure C: whoever calls it is the tick and the loop. */
export interface Counter {
  /** So many milliseconds. */
  tick(count?: number): void;
  nowMs(): number;
  /** Sets the count of milliseconds, as if so many had passed. */
  setMs(value: number): void;
  begin(socket: number): void;
  stop(socket: number): void;
  count(socket: number): void;
  due(socket: number): boolean;
  probed(socket: number): void;
}

export interface CounterOptions {
  readonly NO_DATA_PERIOD: number;
  readonly KA_SEND_PERIOD: number;
  /** Milliseconds from a probe to the next one at least; 0, the default: none. */
  readonly holdMs?: number;
  /** Called at every basic block and before every load and store of kw_keepalive.c; slower. */
  readonly atEachPoint?: () => void;
}

/** Hardware sockets counted for. */
export const SOCKETS = 8;

const OWN = ['kw_keepalive.c', 'kw_keepalive.h', 'kw_config.h', 'kw_time.h', 'kw_timer.h'];

/** The periods become variables, so that one build serves for all of them; a test compiles the constants as well. */
const VARIABLE_PERIODS = `#ifndef KW_CONFIG_H
#define KW_CONFIG_H
#include <stdint.h>
#define KW_SOCKET_COUNT ${SOCKETS}U
#define NO_DATA_PERIOD no_data_period
#define KA_SEND_PERIOD ka_send_period
#define KW_PROBE_HOLD_MS probe_hold_ms
extern uint32_t no_data_period;
extern uint32_t ka_send_period;
extern uint32_t probe_hold_ms;
#endif
`;

const SUPPORT = `#include <stdint.h>
uint32_t no_data_period;
uint32_t ka_send_period;
uint32_t probe_hold_ms;
void point(void) __attribute__((import_module("host"), import_name("point")));
void __sanitizer_cov_trace_pc(void) { point(); }
#define BEFORE(what, bytes) void __sanitizer_cov_##what##bytes(void const *p) { (void)p; point(); }
BEFORE(load, 1) BEFORE(load, 2) BEFORE(load, 4) BEFORE(load, 8)
BEFORE(store, 1) BEFORE(store, 2) BEFORE(store, 4) BEFORE(store, 8)
`;

const POINTS = [
  ...['-fsanitize-coverage-type=3', '-fsanitize-coverage-trace-pc', '-fsanitize-coverage-no-prune'],
  ...['-fsanitize-coverage-trace-loads', '-fsanitize-coverage-trace-stores'],
];
/** File-level objects get external linkage, so that the linker can say where the count of milliseconds lies. */
const NAMED = '-Dstatic=';
const CALLS = [
  'Timer2_ISR',
  'kw_now_ms',
  ...['stop', 'count', 'due', 'probed', 'begin'].map((name) => `kw_keepalive_${name}`),
];
const VARIABLES = ['no_data_period', 'ka_send_period', 'probe_hold_ms', 'ms'];

/** The seconds of such periods need two bytes. */
const LONG_PERIODS = { NO_DATA_PERIOD: 3600, KA_SEND_PERIOD: 3600 };

export type Build = 'plain' | 'with points' | { readonly NO_DATA_PERIOD: number; readonly KA_SEND_PERIOD: number };

/** Compiles the generated kw_keepalive.c; a build with periods uses the generated kw_config.h with them. */
export async function build(kind: Build): Promise<object> {
  const generated = render(planFor('W5500', 'registers', typeof kind === 'object' ? kind : LONG_PERIODS));
  const files = new Map(generated.filter(({ path }) => OWN.includes(path)).map(({ path, text }) => [path, text]));
  if (typeof kind === 'string') files.set('kw_config.h', VARIABLE_PERIODS);
  files.set('support.c', SUPPORT);
  const flags = [NAMED, ...(kind === 'with points' ? POINTS : [])];
  const exported = [...CALLS, ...VARIABLES].map((name) => `--export=${name}`);
  const key = `${await contentKey([toolchainIdentity(await localLlvm()), ...flags, ...exported, ...[...files].flat()])}.wasm`;
  const wasm = (await cache.get(key)) ?? (await compileAndLink(files, flags, exported));
  await cache.set(key, wasm);
  return new api.Module(wasm);
}

async function compileAndLink(
  files: ReadonlyMap<string, string>,
  flags: readonly string[],
  exported: readonly string[],
): Promise<Uint8Array> {
  const own = await compileUnit(await localLlvm(), [{ sources: ['kw_keepalive.c'], flags }], files);
  const support = await compileUnit(await localLlvm(), [{ sources: ['support.c'], flags: [] }], files);
  if (!own.ok || !support.ok) throw new Error([own, support].map((made) => (made.ok ? '' : made.text)).join(''));
  const linked = await linkUnits(await localLlvm(), new Map([...own.files, ...support.files]), exported);
  if (!linked.ok) throw new Error(linked.text);
  return linked.files.get('out.wasm') as Uint8Array;
}

interface Api {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
}
type Exports = { readonly memory: { readonly buffer: ArrayBuffer } } & Readonly<
  Record<string, ((socket?: number) => number) & { readonly value: number }>
>;
const api = (globalThis as unknown as { readonly WebAssembly: Api }).WebAssembly;

/** A counter as it is after a reset. */
export function start(module: object, options: CounterOptions): Counter {
  const point = options.atEachPoint ?? (() => {});
  const { exports } = new api.Instance(module, { host: { point } });
  const words = new Uint32Array(exports.memory.buffer);
  const call = (name: string) => exports[name] as (socket?: number) => number;
  const set = (name: string, value: number): void => {
    words[(exports[name]?.value as number) >>> 2] = value;
  };
  set('no_data_period', options.NO_DATA_PERIOD);
  set('ka_send_period', options.KA_SEND_PERIOD);
  set('probe_hold_ms', options.holdMs ?? 0);
  const [tick, now, stop, count, due, probed, begin] = CALLS.map(call) as [() => number, ...((n?: number) => number)[]];
  return {
    tick: (times = 1) => {
      for (let i = 0; i < times; i++) tick();
    },
    nowMs: () => (now?.() ?? 0) >>> 0,
    setMs: (value) => set('ms', value),
    begin: (socket) => void begin?.(socket),
    stop: (socket) => void stop?.(socket),
    count: (socket) => void count?.(socket),
    due: (socket) => due?.(socket) !== 0,
    probed: (socket) => void probed?.(socket),
  };
}

/** What the loop does when data has come: the counting begins anew. */
export function receive(counter: Counter, socket: number): void {
  counter.stop(socket);
  counter.count(socket);
}
