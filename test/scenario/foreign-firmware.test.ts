/** Firmware that is not keepwire's, on the chip of a scenario. */
import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { runsToJson } from '../../simulator/report/json.ts';
import { runToText } from '../../simulator/report/text.ts';
import { type RunInput, runScenario } from '../../simulator/run-scenario.ts';
import { checkScenario } from '../../simulator/scenario/format/parse.ts';
import type { ChipDriver } from '../chip/driver.ts';
import { drivenEngine } from './scripted.ts';

const SPEC =
  '{ "chip": "W5500", "keepalive": { "NO_DATA_PERIOD": 3, "KA_SEND_PERIOD": 2 }, "timer": { "prescaler": 71 } }';

function planFor() {
  const parsed = parseSpec(SPEC, { defaultName: 'test' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.value);
}

function scenario(change: Readonly<Record<string, unknown>> = {}) {
  const checked = checkScenario({
    name: 'mine',
    title: 'A second passes',
    steps: [{ do: 'wait', for: { s: 1 } }],
    expect: { listening: false },
    ...change,
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

function run(program: (driver: ChipDriver) => () => void, change: Partial<RunInput> = {}) {
  const plan = planFor();
  return runScenario({ plan, engine: drivenEngine(plan, program), scenario: scenario(), elfFile: 'a.elf', ...change });
}

const idle = (): void => {};

function openUdp(driver: ChipDriver): () => void {
  driver.setSocket(1, 'MR', 0x02);
  driver.command(1, 'OPEN');
  return idle;
}

/** A frame to BSB 16, as Arduino Ethernet sends it to find out whether the chip is a W5200. */
const probeForW5200 = (driver: ChipDriver) => (): void => void driver.frame(0x00, 0x00, 0x80, 0x01, 0x08);

describe('what the model lacks', () => {
  test('ends the run, and is named', () => {
    const { reasons, stats, verdict } = run(openUdp);
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([
      'W5500: S1: not modelled: UDP (Sn_MR 0x02); only TCP is. The run ended at 0.201 s; with --accept not-modelled it goes on.',
      expect.stringContaining('Repeat it with'),
    ]);
    expect(stats.simulatedMs).toBeLessThan(210);
  });

  test('does not end it when the rule is accepted', () => {
    const { reasons, stats, verdict } = run(openUdp, { accepted: ['not-modelled'] });
    expect([verdict, reasons]).toEqual([
      'pass',
      ['Accepted (not-modelled): W5500: S1: not modelled: UDP (Sn_MR 0x02); only TCP is'],
    ]);
    expect(stats.simulatedMs).toBeGreaterThan(1000);
  });
});

describe('a violation in every loop', () => {
  test('is one event, one reason and one line, each with the count', () => {
    const failed = run(probeForW5200);
    const { times } = failed.violations[0] ?? {};
    expect(times).toBeGreaterThan(500);
    expect(failed.violations).toHaveLength(1);
    expect(failed.reasons[0]).toMatch(
      new RegExp(`^Violation \\(spi/reserved-block\\) at .*BSB 16 is reserved; ${times} times$`),
    );
    expect(runToText(failed)).toContain(`BSB 16 is reserved, ${times} times`);
    expect(JSON.stringify(runsToJson([failed])).length).toBeLessThan(3000);
  });

  test.each([
    ['on the command line', { accepted: ['spi/reserved-block'] }],
    ['in the scenario', { scenario: scenario({ accept: ['spi/reserved-block'] }) }],
  ])('passes when its rule is accepted %s, and is listed', (_where, change) => {
    const { reasons, verdict, violations } = run(probeForW5200, change);
    expect([verdict, violations]).toEqual(['pass', []]);
    expect(reasons).toEqual([
      expect.stringMatching(/^Accepted \(spi\/reserved-block\): W5500: BSB 16 is reserved; \d+ times$/),
    ]);
  });
});

test('the command that repeats a run names the accepted rules', () => {
  const { reasons } = run(openUdp, { accepted: ['reset/pulse', 'spi/no-data'] });
  expect(reasons.at(-1)).toMatch(/ --seed 1 --accept reset\/pulse --accept spi\/no-data$/);
});
