import { describe, expect, test } from 'vitest';
import { run } from './bench.ts';
import { pollingMain, registerTimer } from './firmware.ts';

const MS = 1_000_000;
const timer = registerTimer();
/** Three bytes of header, then data; the data sizes differ. */
const frames = (count: number): string => `static uint8_t const header[3] = { 1U, 2U, 3U };
static uint8_t data[${count}];`;

describe('SPI frames', () => {
  test('header and data go out, zeros go out while data comes in', async () => {
    const main = pollingMain(
      `data[0] = 0xA0U; data[1] = 0x0AU;
       send_frame(header, 3U, data, 2U);
       fetch_frame(header, 1U, data, 2U);
       send_frame(data, 2U, header, 0U);
       kw_port_wait();`,
      frames(2),
    );
    const { chip, result } = await run({ 'main.c': main, 'kw_timer.c': timer }, { untilNs: 900_000 });
    expect(chip.notes.map(({ what }) => what).slice(1)).toEqual([
      ...['select', 'byte 1', 'byte 2', 'byte 3', 'byte 160', 'byte 10', 'deselect'],
      ...['select', 'byte 1', 'byte 0', 'byte 0', 'deselect'],
      ...['select', 'byte 255', 'byte 255', 'deselect'],
    ]);
    expect(result.stats).toMatchObject({ spiFrames: 3, spiBytes: 10 });
  });

  test('a byte takes eight clocks and a gap', async () => {
    const main = pollingMain('send_frame(header, 3U, data, 1000U); kw_port_wait();', frames(1000));
    const { chip } = await run({ 'main.c': main, 'kw_timer.c': timer }, { untilNs: 2 * MS });
    const [start = 0, end = 0] = [chip.times('select')[0], chip.times('deselect')[0]];
    expect(end - start).toBeGreaterThan((1003 * 8 * 1000) / 18); // 18 MHz, no gaps at all
    expect(end - start).toBeLessThan((1003 * 8 * 1000) / 9);
  });

  test('the timer interrupts frames as well as waits, and the frame goes on', async () => {
    const main = pollingMain(
      `if (ticks == 0U) { send_frame(header, 3U, data, 60000U); seen = ticks; }
       if (!told) { told = 1U; send_frame(&seen, 1U, data, 0U); }
       kw_port_wait();`,
      `${frames(60000)}\nextern uint8_t volatile ticks; static uint8_t seen; static uint8_t told;`,
    ).replace(/void Timer2_ISR\(void\)\n{\n}\n/, '');
    const counting = `${registerTimer()}
#include <stdint.h>
extern uint8_t volatile ticks;
uint8_t volatile ticks;
void Timer2_ISR(void)
{
    ticks = (uint8_t)(ticks + 1U);
}
`;
    const { chip, result } = await run({ 'main.c': main, 'kw_timer.c': counting }, { untilNs: 60 * MS });
    const frameMs = ((chip.times('deselect')[0] ?? 0) - (chip.times('select')[0] ?? 0)) / MS;
    expect(frameMs).toBeGreaterThan(26);
    const after = chip.notes.findLastIndex(({ what }) => what === 'select');
    const during = Number(chip.notes[after + 1]?.what.slice('byte '.length));
    expect(during).toBeGreaterThanOrEqual(Math.floor(frameMs));
    expect(during).toBeLessThanOrEqual(Math.ceil(frameMs));
    expect(result.stats).toMatchObject({ interrupts: 59, overruns: 0 });
  });

  test('what the chip does between bytes is seen by the bytes after', async () => {
    const main = pollingMain('send_frame(header, 3U, data, 100U); kw_port_wait();', frames(100));
    const order: number[] = [];
    const { chip } = await run(
      { 'main.c': main, 'kw_timer.c': timer },
      {
        untilNs: 900_000,
        prepare: (clock, notebook) => clock.at(20_000, () => order.push(notebook.notes.length)),
      },
    );
    expect(order[0]).toBeGreaterThan(3);
    expect(order[0]).toBeLessThan(chip.notes.length - 3);
  });

  test('a frame begun within a frame is a violation', async () => {
    const handler = 'KW_TIM2->SR = 0U; uint8_t b = 9U; send_frame(&b, 1U, &b, 0U);';
    const text = registerTimer({}, handler).replace('"kw_timer.h"', '"kw_timer.h"\n#include "frames.h"');
    const main = pollingMain('send_frame(header, 3U, data, 3000U); kw_port_wait();', frames(3000));
    const { events } = await run({ 'main.c': main, 'kw_timer.c': text }, { untilNs: 4 * MS });
    expect(events[0]).toMatchObject({ kind: 'violation', rule: 'spi/nested' });
  });

  test('a byte that the SPI does not move ends the call, which returns false', async () => {
    const main = pollingMain(
      `for (uint8_t i = 1U; i < 4U; i++) {
           uint8_t const data[3] = { i, i, i };
           uint8_t const done = send_frame(data, 3U, NULL, 0U) ? 100U : 101U;
           send_frame(&done, 1U, NULL, 0U);
       }
       kw_port_wait();`,
    );
    const { chip } = await run(
      { 'main.c': main, 'kw_timer.c': timer },
      { untilNs: 900_000, faults: { spi: (byte) => byte === 5 } },
    );
    const bytes = chip.notes.filter(({ what }) => what.startsWith('byte')).map(({ what }) => Number(what.slice(5)));
    expect(bytes).toEqual([...[1, 1, 1, 100], ...[2, 101], ...[3, 3, 3, 100]]);
  });
});

describe('pins', () => {
  test('RSTn follows kw_port_reset, and is high after kw_port_init', async () => {
    const main = pollingMain('kw_port_reset(true); kw_port_wait(); kw_port_reset(false); kw_port_wait();');
    const { chip } = await run({ 'main.c': main, 'kw_timer.c': timer }, { untilNs: 1.9 * MS });
    expect(chip.notes.map(({ what }) => what)).toEqual(['reset 1', 'reset 0', 'reset 1']);
    const [, low = 0, high = 0] = chip.notes.map(({ atNs }) => atNs);
    expect(high - low).toBeGreaterThan(0.98 * MS);
    expect(high - low).toBeLessThan(1.02 * MS);
  });

  test('INTn reaches the firmware when it falls, at the next poll', async () => {
    const main = pollingMain(
      'if (kw_port_interrupt()) { uint8_t b = 7U; send_frame(&b, 1U, &b, 0U); } kw_port_wait();',
    );
    const fall = 5.5 * MS;
    const { chip } = await run(
      { 'main.c': main, 'kw_timer.c': timer },
      {
        untilNs: 7.9 * MS,
        prepare: (clock, notebook) =>
          clock.at(fall, () => {
            notebook.interrupt = 0;
          }),
      },
    );
    const seen = chip.times('byte 7');
    expect(seen).toHaveLength(2);
    expect(seen[0]).toBeGreaterThan(6 * MS);
    expect(seen[0]).toBeLessThan(6.05 * MS);
  });

  test('a clock that does not come up is told to the firmware', async () => {
    const main = pollingMain('kw_port_wait();').replace(
      '(void)kw_clock_init();',
      'if (!kw_clock_init()) { return 1; }',
    );
    const files = { 'main.c': main, 'kw_timer.c': timer };
    expect((await run(files, { faults: { clock: true } })).result.end).toBe('returned');
    expect((await run(files)).result.end).toBe('time');
  });
});
