/**
 * For any valid spec: each number in the generated C and README is the one of the socket that it belongs to. What a socket
 * has is worked out here from the spec's text: its own keys, and those of the top level where it has none.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../contract/plan.ts';
import { render } from '../../generator/emit/render.ts';
import { specsWithOwnPeriods, WHOLE_RANGE } from '../whole/specs.ts';
import { planOfText } from './examples.ts';
import { factsOf, macrosOf, numbersIn, shownMs, tablesOf } from './numbers.ts';

const RUNS = { seed: 20_262, numRuns: 150 };
const [COUNTED, BY_CHIP] = ['`kw_keepalive.c`', '`kw_auto_keepalive.c` for those that the chip counts'];

/** Names the files whose tables hold periods. */
function ownOf(probing: readonly (Probing | null)[]): string {
  const by = new Set(probing.map((it) => it?.by));
  return `each socket has its own, see ${[...(by.has('timer') ? [COUNTED] : []), ...(by.has('chip') ? [BY_CHIP] : [])].join(', and ')}`;
}

interface Probing {
  readonly by: 'timer' | 'chip';
  readonly firstProbe: 'note' | 'at-NO_DATA_PERIOD';
  readonly NO_DATA_PERIOD: number;
  readonly KA_SEND_PERIOD: number;
}

interface Generated {
  readonly spec: {
    readonly keepalive: { readonly NO_DATA_PERIOD: number };
    readonly timer: { readonly prescaler: number };
    readonly retransmission: object;
  };
  readonly plan: Plan;
  /** One for each hardware socket; null: never probed. */
  readonly probing: readonly (Probing | null)[];
  readonly ports: readonly number[];
  readonly file: (path: string) => string;
}

function generate(text: string): Generated {
  const spec = JSON.parse(text);
  const plan = planOfText(text);
  const files = new Map(render(plan).map((file) => [file.path, file.text]));
  const sockets = spec.sockets.flatMap((entry: { count: number }) => Array.from({ length: entry.count }, () => entry));
  const usual = { by: 'timer', firstProbe: 'note', ...spec.keepalive };
  return {
    spec,
    plan,
    probing: sockets.map(({ keepalive }: { keepalive?: object | null }) =>
      keepalive === null ? null : { ...usual, ...keepalive },
    ),
    ports: sockets.map(({ port }: { port: number }) => port),
    file: (path) => files.get(path) ?? '',
  };
}

type Check = (generated: Generated) => void;

/** A number of each socket, whether it is a macro for all of them or a table; undefined where the C has neither. */
function printed({ file, probing }: Generated, name: string): readonly number[] | undefined {
  const macro = macrosOf(file('kw_config.h')).get(name);
  const table = tablesOf(file('kw_keepalive.c')).get(name);
  expect(macro === undefined || table === undefined, `${name} is in two places`).toBe(true);
  return macro === undefined ? table : probing.map(() => macro);
}

const isCounted = (it: Probing | null): it is Probing => it?.by === 'timer';
/** What the second counter begins with. */
const firstTick = ({ firstProbe, KA_SEND_PERIOD }: Probing): number => (firstProbe === 'note' ? 0 : KA_SEND_PERIOD - 1);
/** Seconds after the last data, at the latest. */
function firstProbeS(it: Probing): number {
  return it.by === 'chip' ? it.NO_DATA_PERIOD : it.NO_DATA_PERIOD + it.KA_SEND_PERIOD - 1 - firstTick(it);
}

/** docs/detection-time.md: T × (1 + c) + 2 ms + poll, where c is 2.505 %. */
function holdMs({ retransmission, loop }: Plan): number {
  return Math.ceil(retransmission.tcpTimeoutMs * 1.02505) + 2 + loop.worstPollMs;
}

const IN_C: readonly Check[] = [
  function theTwoPeriods(generated) {
    const { probing } = generated;
    for (const name of ['NO_DATA_PERIOD', 'KA_SEND_PERIOD'] as const) {
      const wanted = probing.some(isCounted) ? probing.map((it) => (isCounted(it) ? it[name] : 0)) : undefined;
      expect(printed(generated, name), name).toEqual(wanted);
    }
  },

  function firstSendTick(generated) {
    const { probing, file } = generated;
    const wanted = probing.map((it) => (isCounted(it) ? firstTick(it) : 0));
    const start = /k->send_tick = (\w+)(?:\[sn\])?;\n {4}k->send_flag = false;/.exec(file('kw_keepalive.c'))?.[1];
    if (start !== 'FIRST_SEND_TICK') {
      expect(start).toBe(probing.some(isCounted) ? '0U' : undefined);
      expect(Math.max(...wanted)).toBe(0);
      return;
    }
    const isMacro = file('kw_config.h').includes('#define FIRST_SEND_TICK (KA_SEND_PERIOD - 1U)\n');
    const ofMacro = printed(generated, 'KA_SEND_PERIOD')?.map((seconds) => seconds - 1);
    expect(isMacro ? ofMacro : printed(generated, 'FIRST_SEND_TICK')).toEqual(wanted);
  },

  function theComment({ probing, file }) {
    const sentence = /= (\d+) one-second ticks after the last data, then one each (\d+) s/.exec(file('kw_keepalive.c'));
    if (sentence === null) return;
    const [ticks, nextS] = sentence.slice(1).map(Number);
    for (const it of probing) {
      expect(isCounted(it) && { ticks: firstProbeS(it), nextS: it.KA_SEND_PERIOD }).toEqual({ ticks, nextS });
    }
  },

  function portsAndPeriodsOfTheChip({ probing, ports, file }) {
    expect(tablesOf(file('kw_loop.c')).get('ports')).toEqual(ports);
    const units = probing.map((it) => (it?.by === 'chip' ? it.NO_DATA_PERIOD / 5 : 0));
    const periods = tablesOf(file('kw_auto_keepalive.c')).get('periods');
    expect(periods).toEqual(Math.max(...units) > 0 ? units : undefined);
  },

  function everyOtherMacro({ probing, plan, file }) {
    const wanted: Readonly<Record<string, number | undefined>> = {
      KW_SOCKET_COUNT: plan.sockets.length,
      KW_SWEEP_MS: plan.loop.sweepMs,
      KW_CHUNK_BYTES: plan.loop.chunkBytes,
      KW_RESET_LOW_MS: plan.chip.resetLowMs ?? undefined,
      KW_POWER_UP_MS: plan.chip.resetLowMs === null ? plan.chip.resetReadyMs : undefined,
      KW_RESET_READY_MS: plan.chip.resetReadyMs,
      KW_RETRY_MS: plan.chip.retryMs,
      KW_CLOSE_MS: plan.limits.closeMs,
      KW_NO_EFFECT_MS: plan.limits.noEffectMs,
      KW_STATE_MS: plan.limits.stateMs,
      KW_PROBE_HOLD_MS: probing.some(isCounted) ? holdMs(plan) : undefined,
      KW_PROGRESS_MS: 120_000, // the default of sendTimeoutS
      KW_LINK_LOOK_MS: plan.watch.link?.lookMs,
      KW_LINK_HOLD_MS: plan.watch.link?.holdMs,
      KW_HEALTH_MS: plan.watch.health?.everyMs,
    };
    const others = [...macrosOf(file('kw_config.h'))].filter(([name]) => !/_PERIOD$/.test(name));
    expect(others.length).toBeGreaterThan(8);
    for (const [name, value] of others) expect({ name, value }).toEqual({ name, value: wanted[name] });
  },
];

/** Rounded up to a whole millisecond. */
function expectShown(text: string, ms: number): void {
  const shown = shownMs(text);
  expect(shown).toBeGreaterThanOrEqual(ms - 1e-6);
  expect(shown - ms).toBeLessThan(1 + 1e-6);
}

const IN_README: readonly Check[] = [
  function theFirstProbe({ probing, file }) {
    const text = factsOf(file('README.md')).get('first probe after the last data') ?? '';
    const kinds = new Set(probing.map((it) => it && `${firstProbeS(it)} ${it.by}`));
    expect(text === ownOf(probing)).toBe(kinds.size > 1);
    const [first] = probing;
    if (kinds.size > 1 || first === undefined) return;
    if (first === null) {
      expect(text).toBe('none');
      return;
    }
    const [, earliest = '', latest] = /^(.+?)(?: to (.+)|, by the chip)$/.exec(text) ?? [];
    expect(latest === undefined).toBe(first.by === 'chip');
    expectShown(earliest, 1000 * (firstProbeS(first) - (first.by === 'chip' ? 0 : 1)));
    if (latest !== undefined) expectShown(latest, 1000 * firstProbeS(first));
  },

  function furtherProbes({ plan, probing, file }) {
    const held = (it: Probing): boolean => it.by === 'timer' && holdMs(plan) > 1000 * it.KA_SEND_PERIOD;
    const intervals = probing.map((it) => it && (held(it) ? holdMs(plan) : 1000 * it.KA_SEND_PERIOD));
    const text = factsOf(file('README.md')).get('further probes') ?? '';
    const [first = null] = intervals;
    if (new Set(intervals).size > 1) expect(text).toBe(ownOf(probing));
    else if (first === null) expect(text).toBe('none');
    else if (first % 1000 === 0) expect(text).toBe(`each ${first / 1000} s`);
    else expectShown(/^each (.+)$/.exec(text)?.[1] ?? '', first);
  },

  function timeoutAndBound({ spec, plan, file }) {
    const facts = factsOf(file('README.md'));
    const [label = '', timeout = ''] = [...facts].find(([name]) => name.startsWith('TCP timeout')) ?? [];
    expect(numbersIn(label)).toEqual(Object.values(spec.retransmission));
    expectShown(timeout, plan.retransmission.tcpTimeoutMs);
    const rows = plan.sockets.map(({ detection }) => detection.find(({ failure }) => failure === 'cable-cut'));
    const bounds = rows.map((row) => row?.boundMs ?? Infinity);
    const bound = facts.get('a dead peer is detected within') ?? '';
    if (bounds.includes(Infinity)) expect(bound).toBe('never on some socket');
    else expectShown(bound, Math.max(...bounds));
  },

  function tickSpiAndPoll({ spec, plan, file }) {
    const facts = factsOf(file('README.md'));
    const [, clock = '', dividers = ''] = /, ([\d.]+ [Mk]Hz)(.*) = 1 kHz$/.exec(facts.get('tick') ?? '') ?? [];
    const [psc = 0, , arr = 0] = numbersIn(dividers);
    expect(psc).toBe(spec.timer.prescaler);
    expect(hertz(clock) / (psc + 1) / (arr + 1)).toBe(1000);
    expect(hertz(facts.get(plan.spi.instance) ?? '')).toBeCloseTo(plan.spi.clockHz, 3);
    const poll = /one call takes at most ([\d.]+ m?s)/.exec(file('README.md'))?.[1] ?? '';
    expectShown(poll, plan.loop.worstPollMs - plan.loop.sweepRoundMs);
  },
];

function hertz(text: string): number {
  const [, value, unit] = /^([\d.]+) ([Mk])Hz$/.exec(text) ?? [];
  return Number(value) * (unit === 'M' ? 1_000_000 : 1000);
}

test('every number is the one of its socket', () => {
  const seen: string[] = [];
  fc.assert(
    fc.property(specsWithOwnPeriods(WHOLE_RANGE), (text) => {
      const generated = generate(text);
      for (const check of [...IN_C, ...IN_README]) check(generated);
      seen.push(kindOf(generated));
    }),
    RUNS,
  );
  // All kinds of C were among them, also macros that are not the top level's.
  for (const kind of ['inherited', 'alike', 'tables', 'uncounted']) {
    expect(seen.filter((it) => it === kind).length, kind).toBeGreaterThan(5);
  }
});

function kindOf({ spec, probing, file }: Generated): string {
  const macro = macrosOf(file('kw_config.h')).get('NO_DATA_PERIOD');
  if (macro !== undefined) return macro === spec.keepalive.NO_DATA_PERIOD ? 'inherited' : 'alike';
  return probing.some(isCounted) ? 'tables' : 'uncounted';
}
