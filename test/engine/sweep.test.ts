import { describe, expect, test } from 'vitest';
import { run } from './bench.ts';
import { pollingMain, registerTimer } from './firmware.ts';

const MS = 1_000_000;

/** The handler counts in `ticks`; main copies it in two steps that an interrupt can come between. */
const main = pollingMain(
  `uint8_t const first = ticks;
   send_frame(&first, 1U, &first, 0U);
   pair[0] = first;
   pair[1] = ticks;
   send_frame(pair, 2U, pair, 0U);
   kw_port_wait();`,
  'extern uint8_t volatile ticks; static uint8_t pair[2];',
).replace(/void Timer2_ISR\(void\)\n{\n}\n/, '');
const timer = `${registerTimer()}
#include <stdint.h>
extern uint8_t volatile ticks;
uint8_t volatile ticks;
void Timer2_ISR(void)
{
    ticks = (uint8_t)(ticks + 1U);
}
`;
const files = { 'main.c': main, 'kw_timer.c': timer };

describe('the moment of the interrupt can be chosen', () => {
  test('every control point in turn, once: each gives a tick, and every outcome shows up', async () => {
    const points = (await run(files, { untilNs: 0.9 * MS, interruptAt: () => false })).result.stats.controlPoints;
    expect(points).toBeGreaterThan(5);
    const outcomes = new Set<string>();
    for (let chosen = 0; chosen < points; chosen++) {
      const { chip, result } = await run(files, { untilNs: 0.9 * MS, interruptAt: (point) => point === chosen });
      expect(result.stats.interrupts).toBe(1);
      const bytes = chip.notes.filter(({ what }) => what.startsWith('byte')).map(({ what }) => Number(what.slice(5)));
      outcomes.add(bytes.slice(0, 3).join(' '));
    }
    expect([...outcomes].sort()).toEqual(['0 0 0', '0 0 1', '1 1 1']);
  });

  test('the period goes on from the chosen moment', async () => {
    const { result } = await run(files, { untilNs: 2.9 * MS, interruptAt: (point) => point === 3 });
    expect(result.stats.interrupts).toBe(3);
  });

  test('asking alone changes nothing but the count', async () => {
    const plain = await run(files, { untilNs: 20 * MS });
    const asked = await run(files, { untilNs: 20 * MS, interruptAt: () => false });
    expect(asked.chip.notes.map(({ what }) => what)).toEqual(plain.chip.notes.map(({ what }) => what));
    expect(asked.result.stats.interrupts).toBe(plain.result.stats.interrupts);
  });

  test('the same run twice gives the same times', async () => {
    const [one, two] = [await run(files, { untilNs: 50 * MS }), await run(files, { untilNs: 50 * MS })];
    expect(two.chip.notes).toEqual(one.chip.notes);
    expect(two.result).toEqual(one.result);
  });
});
