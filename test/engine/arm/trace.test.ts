import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../../generator/input/index.ts';
import { planOf } from '../../../generator/plan/plan.ts';
import { Clock } from '../../../simulator/clock.ts';
import { createArmEngine } from '../../../simulator/engine/arm/engine.ts';
import { createHostEngine } from '../../../simulator/engine/host/engine.ts';
import { type RunInput, runScenario } from '../../../simulator/run-scenario.ts';
import type { TimelineEvent } from '../../../simulator/timeline.ts';
import type { Run } from '../../../simulator/verdict/judged-run.ts';
import { BRISK, built, exampleFile } from '../../whole/firmware.ts';
import { builtIn } from '../../whole/play.ts';
import { NotebookChip } from '../bench.ts';
import { main } from './bench.ts';
import { armBuilt, buildOnce } from './build.ts';

const WITHIN_NS = 2_000_000;
const traces = ({ timeline }: Run) =>
  timeline.flatMap(({ atNs, ...rest }) => (rest.kind === 'trace' ? [{ atNs, text: rest.text }] : []));

describe('what the firmware writes on its serial port is the same on both engines', () => {
  const text = readFileSync(exampleFile('traced'), 'utf8');

  // A scenario is over as soon as the end is seen, before the port has sent the line that tells of it.
  const ONE = ['0 connected', '0 probe'];
  const TWO = ['0 connected', '1 connected', '0 probe', '1 probe'];
  test.each([
    ['cable-cut', ONE],
    ['peer-reboot', TWO],
    ['power-cut', TWO],
    ['one-way-cut', ONE],
  ])('examples/traced.json, %s', async (name, lines) => {
    const { plan, wasm } = await built(text, {}, 'traced');
    const { image } = await buildOnce(plan);
    const play = (engine: RunInput['engine']) => traces(runScenario({ plan, scenario: builtIn(name), engine }));
    const ours = play((board) => createArmEngine({ ...board, image }));
    const theirs = play((board) => createHostEngine({ ...board, wasm }));
    expect(ours.map((line) => line.text)).toEqual(theirs.map((line) => line.text));
    expect(ours.map((line) => line.text)).toEqual(lines);
    const apart = ours.map(({ atNs }, index) => Math.abs(atNs - (theirs[index]?.atNs ?? Number.NaN)));
    expect(Math.max(...apart)).toBeLessThanOrEqual(WITHIN_NS);
  });
});

/** Start bit, eight bits, stop bit at 115200 baud. */
const BYTE_NS = (10 * 1e9) / 115_200;
const WRITE = `for (uint32_t i = 0U; i < 40U; i++) {
  while ((KW_USART1->SR & KW_USART_SR_TXE) == 0U) { }
  KW_USART1->DR = i % 8U == 7U ? 10U : 48U + i;
}`;

test.each([
  ['72 MHz', {}],
  ['24 MHz', { mcu: { part: 'STM32F100RB' }, timer: { prescaler: 23 } }],
])('bytes leave at 115200 baud, PCLK2 at %s', async (_name, more) => {
  const spec = { chip: 'W5500', ...BRISK, trace: 'usart1', ...more };
  const parsed = parseSpec(JSON.stringify(spec), { defaultName: 'test' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const plan = planOf(parsed.value);
  const { image } = await armBuilt(spec, { 'main.c': main(WRITE) });
  const clock = new Clock();
  const lines: TimelineEvent[] = [];
  const engine = createArmEngine({
    ...{ image, plan, clock, chip: new NotebookChip(clock) },
    report: (event) => void lines.push({ atNs: clock.nowNs, ...event }),
  });
  engine.run({ untilNs: 50_000_000, stopped: () => false });
  expect(lines.map((line) => (line.kind === 'trace' ? line.text.length : line))).toEqual([7, 7, 7, 7, 7]);
  const apart = lines.slice(1).map(({ atNs }, index) => (atNs - (lines[index]?.atNs ?? 0)) / 8);
  // A line is told when its line feed goes; the divider is a whole number, 625 and 208 (RM0008 27.3.4, table 192).
  for (const byteNs of apart) expect(Math.abs(byteNs / BYTE_NS - 1)).toBeLessThan(0.002);
});
