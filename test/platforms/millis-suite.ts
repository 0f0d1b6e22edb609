/** Firmware that owns its board and asks the project for the time: SysTick of main.c counts, on both engines. */
import { expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { farSideOf } from '../../generator/methods/far-side.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import { type RunInput, runScenario } from '../../simulator/run-scenario.ts';
import { armBuilt } from '../engine/arm/build.ts';
import { commands, endsOf, play as playRig } from '../ways/rig.ts';
import { type Built, built, planOfText } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';
import { pattern, pause } from '../whole/rig.ts';

export const OWNERS = ['registers', 'spl'] as const;
export type Owner = (typeof OWNERS)[number];

export const owner = (platform: Owner): object => ({ mcu: { platform }, timer: { source: 'millis' } });

const PERIODS = { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 } };
const METHODS = { idle: { closeAfterS: 60 }, health: { everyS: 1 }, link: { onDown: 'close' } };
const SOCKETS = { sockets: [{ port: 5000, count: 2 }] };

/** Built-in scenarios on the engine. `spl` on the arm engine needs ST's library, and is a test of its own. */
export function scenarios(platform: Owner, engine: 'host' | 'arm', names: readonly string[]): void {
  const spec = { chip: 'W5500', ...PERIODS, ...METHODS, ...SOCKETS, ...owner(platform) };
  test.each(names)(`${platform} on the ${engine} engine: %s`, async (name) => {
    const { verdict, reasons } = engine === 'host' ? play(await built(spec), builtIn(name)) : await onArm(spec, name);
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
}

async function onArm(spec: object, name: string) {
  const { plan, image, locate } = await armBuilt(JSON.stringify(spec));
  const engine: RunInput['engine'] = (board) => createArmEngine({ ...board, image, locate });
  return runScenario({ plan, farSideOf, scenario: builtIn(name), engine });
}

const PROBES = { keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 }, retransmission: { timeoutMs: 100, count: 3 } };
/** NO_DATA_PERIOD + KA_SEND_PERIOD - 1. */
const FIRST_MS = 4000;
/** 100 + 200 + 400 + 800 ms. */
const TCP_TIMEOUT_MS = 1500;
/** A tick on each side, and the frames. */
const LATE_MS = 3;

/** Whose counter begins so shortly before its end; null: at 0. */
function counting(platform: Owner, beforeEndMs: number | null): Promise<Built> {
  const spec = { chip: 'W5500', ...PROBES, ...owner(platform) };
  if (beforeEndMs === null) return built(spec);
  const main = render(planOfText(JSON.stringify(spec))).find(({ path }) => path === 'main.c')?.text ?? '';
  const changed = main.replace('uint32_t volatile ms;', `uint32_t volatile ms = ${2 ** 32 - beforeEndMs}U;`);
  if (changed === main) throw new Error('main.c counts otherwise');
  return built(spec, { 'main.c': changed });
}

/** The first probe and the end of a peer that dies, from its last data on, at both edges. */
export function times(platform: Owner, beginnings: readonly (number | null)[], phasesMs: readonly number[]): void {
  const cases = beginnings.flatMap((begin) => phasesMs.map((phase) => [begin, phase] as const));
  test.each(cases)(`${platform}: the counter begins %s ms before its end, data %d ms later`, async (begin, phaseMs) => {
    const firmware = await counting(platform, begin);
    const { firstProbeEarliestMs, firstProbeLatestMs } = firmware.plan.sockets[0]?.keepalive ?? {};
    expect([firstProbeEarliestMs, firstProbeLatestMs]).toEqual([FIRST_MS, FIRST_MS]);
    let [dataMs, probedMs] = [0, 0];
    const rig = playRig(firmware, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 3000);
      yield* rig.echoed(connection, pattern(3), 3000);
      yield pause(phaseMs);
      dataMs = rig.nowMs;
      yield* rig.echoed(connection, pattern(3), 100);
      yield pause(5); // what came back is acknowledged
      rig.link.cut();
      yield* rig.until('the probe', () => commands(rig, 'SEND_KEEP') > 0, 20_000);
      probedMs = rig.nowMs;
      yield* rig.until('the end', () => endsOf(rig).length === 1, 20_000);
    });
    const [end] = endsOf(rig);
    expect(end?.reason).toBe('probe-timeout');
    expect(probedMs - dataMs).toBeGreaterThanOrEqual(FIRST_MS - 1);
    expect(probedMs - dataMs).toBeLessThanOrEqual(FIRST_MS + LATE_MS);
    expect((end?.toldMs ?? 0) - dataMs).toBeGreaterThanOrEqual(FIRST_MS + TCP_TIMEOUT_MS - 1);
    expect((end?.toldMs ?? 0) - dataMs).toBeLessThanOrEqual(FIRST_MS + TCP_TIMEOUT_MS + 2 * LATE_MS);
  });
}
