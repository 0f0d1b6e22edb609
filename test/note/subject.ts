import { readdirSync, readFileSync } from 'node:fs';
import type { ChipName, PlatformName } from '../../contract/board.ts';
import type { Plan } from '../../contract/plan.ts';
import { render } from '../../generator/emit/render.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { buildHostFirmware } from '../../simulator/engine/host/build.ts';
import { cache } from '../build-cache.ts';
import { firmwareFiles } from '../firmware-files.ts';

export type Files = ReadonlyMap<string, string>;

/** Firmware to be looked at: the application note's own, or the generated one. Both do the same job. */
export interface Subject {
  readonly chip: ChipName;
  readonly plan: Plan;
  /** Everything that the compiler gets. */
  readonly files: Files;
  /** The file that holds the counters and Timer2_ISR. */
  readonly counterFile: string;
  /** How that file names what the interrupt and the loop share. */
  readonly counters: { readonly milliseconds: string; readonly noDataSeconds: string; readonly probeDue: string };
  /** A C statement that sets the seconds running, as the first exchange of data does. */
  readonly beginCounting: string;
}

/** The first probe falls due two ticks of one second after the data, which is 1 s to 2 s. */
export const NO_DATA_PERIOD = 1;
export const KA_SEND_PERIOD = 2;
export const PORT = 5000;

/** In seconds. */
export interface Periods {
  readonly NO_DATA_PERIOD: number;
  readonly KA_SEND_PERIOD: number;
  /** The chip's first wait, in milliseconds; three repetitions make 15 of it. */
  readonly timeoutMs?: number;
}

export function planFor(
  chip: ChipName,
  platform: PlatformName,
  { timeoutMs = 100, ...keepalive }: Periods = { NO_DATA_PERIOD, KA_SEND_PERIOD },
): Plan {
  const spec = {
    chip,
    keepalive,
    timer: { prescaler: 71 },
    mcu: { platform },
    retransmission: { timeoutMs, count: 3 },
    sockets: [{ role: 'server', port: PORT, count: 2 }],
  };
  const parsed = parseSpec(JSON.stringify(spec), { defaultName: 'test' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.value);
}

/** The generated firmware. */
export function ours(chip: ChipName, platform: PlatformName = 'registers', periods?: Periods): Subject {
  const plan = planFor(chip, platform, periods);
  const generated = render(plan).filter(({ replaced }) => replaced !== true);
  return {
    chip,
    plan,
    files: new Map(generated.map(({ path, text }) => [path, text])),
    counterFile: 'kw_keepalive.c',
    counters: {
      milliseconds: 'ms',
      noDataSeconds: 'keepalive[0].no_data_tick',
      probeDue: 'keepalive[0].send_flag',
    },
    beginCounting: 'kw_keepalive_count(0U);',
  };
}

/**
 * The application note's firmware, mistakes included. `clearsUif` repairs the one that hides all others: with it
 * unrepaired, nothing but the interrupt ever runs.
 */
export function note(chip: ChipName, { clearsUif = true } = {}): Subject {
  const plan = planFor(chip, 'spl');
  const shared = render(plan).filter(({ path }) => /^kw_(config|port|clock|timer)\.h$/.test(path));
  const folder = new URL('c/', import.meta.url);
  const other = chip === 'W5500' ? 'spi_w5200.c' : 'spi_w5500.c';
  const own = readdirSync(folder).filter((name) => name !== other);
  return {
    chip,
    plan,
    files: new Map([
      ...shared.map(({ path, text }) => [path, text] as const),
      ...own.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const),
      ['note_config.h', noteConfig(plan, clearsUif)],
    ]),
    counterFile: 'w5200_config.c',
    counters: { milliseconds: 'ms', noDataSeconds: 'ka_no_data_tick', probeDue: 'ka_send_flag' },
    beginCounting: 'ka_tick_flag = 1;',
  };
}

function noteConfig({ network, retransmission }: Plan, clearsUif: boolean): string {
  const { gateway, subnet, mac, ip } = network;
  return `#ifndef NOTE_CONFIG_H
#define NOTE_CONFIG_H
#define NOTE_ADDRESSES ${[...gateway, ...subnet, ...mac, ...ip].join(', ')}
#define NOTE_RTR ${retransmission.rtr}
#define NOTE_RCR ${retransmission.rcr}
#define NOTE_PORT ${PORT}
${clearsUif ? '#define NOTE_CLEARS_UIF\n' : ''}#endif
`;
}

/** The subject with one of its files changed. Throws when there is no such file or nothing changes. */
export function changed(subject: Subject, file: string, change: (text: string) => string): Subject {
  const before = subject.files.get(file);
  const after = before === undefined ? undefined : change(before);
  if (after === undefined || after === before) throw new Error(`${file} is not changed`);
  return { ...subject, files: new Map(subject.files).set(file, after) };
}

const builds = new Map<string, Promise<Uint8Array>>();

/** Compiles a subject for the host engine; once per run of the tests, and once for all runs where a cache is kept. */
export function wasmOf({ files, plan }: Subject): Promise<Uint8Array> {
  const key = JSON.stringify([...files]);
  const build = builds.get(key) ?? buildHostFirmware({ files: firmwareFiles(files), plan, cache }).then(wasmOrThrow);
  builds.set(key, build);
  return build;
}

function wasmOrThrow(built: Awaited<ReturnType<typeof buildHostFirmware>>): Uint8Array {
  if (!built.ok) throw new Error(built.text);
  return built.wasm;
}
