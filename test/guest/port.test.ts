/** The port on HAL with an SPI that stops, and with a bus that others use. */
import { describe, expect, test } from 'vitest';
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import { BRISK, built, CHIPS, planOfText } from '../whole/firmware.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { guest, SHARING } from './specs.ts';

/** What one call of HAL may take, and what the chip needs after its reset, beside the pause between two attempts. */
const LIMIT_MS = 160;
const RECOVERY_MS = 1000 + 50 + LIMIT_MS;
/** Within the pause between two attempts. */
const PAUSE_MS = 900;

const faultsOf = (rig: Rig): readonly string[] =>
  rig.faults().flatMap((event) => (event.kind === 'firmware' && event.what === 'fault' ? [event.text] : []));

describe.each([
  ['with a reset pin', {}, 1],
  // MR is written twice, and the fault itself.
  ['without one', { reset: null, interrupt: null }, 3],
])('HAL, %s', (_name, wiring, frames) => {
  test('a byte that the SPI does not move: told once, and all sockets serve again', async () => {
    const firmware = await built({ ...BRISK, chip: 'W5500', ...guest('hal', wiring) });
    for (const atMs of [1500, 1733, 2600]) {
      let isOver = false;
      const once = (nowMs: number): boolean => {
        const fails = !isOver && nowMs >= atMs;
        isOver ||= fails;
        return fails;
      };
      const rig = new Rig(firmware, { faults: (it) => ({ spi: () => once(it.nowMs) }) });
      rig.play(
        (function* () {
          yield* rig.echoed(yield* rig.connected(rig.peer(), 1200), pattern(50), 100);
          yield pause(atMs - rig.nowMs + 100);
          // A peer repeats its SYN 1 s and 3 s after the first one.
          yield* rig.echoed(yield* rig.connected(rig.peer(), RECOVERY_MS + 2000), pattern(3000), 1000);
        })(),
      );
      expect(faultsOf(rig)).toEqual(['the chip stopped answering']);
      expect(rig.violations()).toEqual([]);
    }
  });

  test('an SPI that stands still for seconds holds a poll for one call of HAL only', async () => {
    const firmware = await built({ ...BRISK, chip: 'W5500', ...guest('hal', wiring) });
    const [fromMs, toMs] = [2000, 7500];
    const tried: number[] = [];
    const rig = new Rig(firmware, {
      faults: (it) => ({
        spi: () => {
          const fails = it.nowMs >= fromMs && it.nowMs < toMs;
          if (fails) tried.push(it.nowMs);
          return fails;
        },
      }),
    });
    rig.play(
      (function* () {
        yield* rig.echoed(yield* rig.connected(rig.peer(), 1200), pattern(50), 100);
        yield pause(toMs - rig.nowMs);
        yield* rig.echoed(yield* rig.connected(rig.peer(), 2 * RECOVERY_MS), pattern(3000), 1000);
      })(),
    );
    // Once where a poll finds it, then with each attempt.
    const perAttempt = tried.map((ms) => tried.filter((other) => other >= ms && other < ms + PAUSE_MS).length);
    expect(Math.max(...perAttempt)).toBeLessThanOrEqual(frames);
    expect(tried.length).toBeGreaterThanOrEqual(4);
    expect(tried.length).toBeLessThanOrEqual(7 * frames);
    expect(rig.violations()).toEqual([]);
  });
});

describe('the watchdog is fed in time while a transfer does not move', () => {
  const EVERY_MS = 100;
  const spec = { chip: 'W5500', ...BRISK, ...guest('hal'), callEveryMs: EVERY_MS, watchdog: { timeoutMs: 1000 } };
  const { longestPollMs, stuckMs } = planOfText(JSON.stringify(spec)).loop;

  /** Whether it is fed within so many milliseconds, when at one byte or another of a long transfer the SPI stands still. */
  async function isFedWithin(limitMs: number): Promise<boolean> {
    const own = render(planOfText(JSON.stringify(spec))).find(({ path }) => path === 'app.c')?.text ?? '';
    const app = own.replace(
      /void kw_app_watchdog_feed\(void\)\n\{[^}]*\}/,
      `void kw_app_watchdog_feed(void)
{
    static uint32_t fed_ms;

    if (fed_ms != 0U && (uint32_t)(kw_now_ms() - fed_ms) > ${limitMs}U) {
        __builtin_trap();
    }
    fed_ms = kw_now_ms();
}`,
    );
    expect(app).not.toBe(own);
    const firmware = await built(spec, { 'app.c': app });
    for (let bytes = 1500; bytes < 3000; bytes += 500) {
      let moved = 0;
      let isOver = false;
      const rig = new Rig(firmware, {
        faults: (it) => ({
          spi: () => {
            if (it.nowMs < 2000) return false;
            moved += 1;
            const fails = !isOver && moved > bytes;
            isOver ||= fails;
            return fails;
          },
        }),
      });
      const play = () =>
        rig.play(
          (function* () {
            const connection = yield* rig.connected(rig.peer(), 1500);
            yield* rig.echoed(connection, pattern(50), 1000);
            yield pause(2000 - rig.nowMs);
            connection.send(pattern(3000));
            yield pause(2000);
          })(),
        );
      try {
        play();
      } catch (error) {
        expect(String(error)).toContain('kw_app_watchdog_feed');
        return false;
      }
      expect(faultsOf(rig)).toEqual(['the chip stopped answering']);
    }
    return true;
  }

  test('within the longest time that explain shows', async () => {
    expect(await isFedWithin(longestPollMs)).toBe(true);
  });

  test('and not within a pause and less than HAL waits', async () => {
    expect(await isFedWithin(EVERY_MS + (stuckMs ?? 0) - 10)).toBe(false);
  });
});

/** HAL of the F0 and the G0 took two bytes at once, which a Cortex-M0 cannot at an odd address: the stand-in traps. */
test.each(CHIPS)('buffers of the application at odd addresses: %s', async (chip) => {
  const spec = { ...BRISK, chip, ...guest('hal') };
  const own = render(planOfText(JSON.stringify(spec))).find(({ path }) => path === 'app.c')?.text ?? '';
  const odd = own.replace(
    /static uint8_t buffer\[KW_CHUNK_BYTES\];.*/,
    `static struct {
    _Alignas(4) uint8_t before;
    uint8_t bytes[KW_CHUNK_BYTES];
} held;
#define buffer held.bytes`,
  );
  expect(odd).not.toBe(own);
  const rig = new Rig(await built(spec, { 'app.c': odd }));
  rig.play(
    (function* () {
      const connection = yield* rig.connected(rig.peer(), 1200);
      for (const length of [1, 2, 3, 50, 3001]) yield* rig.echoed(connection, pattern(length), 1000);
    })(),
  );
  expect(rig.violations()).toEqual([]);
  expect(faultsOf(rig)).toEqual([]);
});

test('another task has the CPU for 60 ms within calls of HAL: nothing fails', async () => {
  const spec = { ...BRISK, chip: 'W5500', ...guest('hal') };
  const bench = benchFiles(planOfText(JSON.stringify(spec))).find(({ path }) => path === 'kw_bench.c')?.text ?? '';
  const at = '    if (kw_board_exchange(out, in, size)';
  const paused = bench.replace(
    at,
    `    static uint32_t calls;
    calls++;
    while (calls % 500U == 0U && (uint32_t)(ms - since_ms) < 60U) {
        kw_port_wait();
    }
${at}`,
  );
  expect(paused).not.toBe(bench);
  const rig = new Rig(await built(spec, { 'kw_bench.c': paused }));
  rig.play(
    (function* () {
      const connection = yield* rig.connected(rig.peer(), 3000);
      for (let i = 0; i < 10; i++) yield* rig.echoed(connection, pattern(3000), 3000);
    })(),
  );
  expect(rig.violations()).toEqual([]);
  expect(faultsOf(rig)).toEqual([]);
});

describe('a shared bus', () => {
  /** Counts locks, and leaves the trace of a frame outside of them, or of two locks in each other. */
  const LOCKS = `static uint32_t volatile depth;
static uint32_t volatile frames;

void kw_port_lock(void)
{
    depth = depth + 1U;
    if (depth != 1U) {
        __builtin_trap();
    }
}

void kw_port_unlock(void)
{
    frames = frames + 1U;
    if (depth != 1U) {
        __builtin_trap();
    }
    depth = 0U;
}
`;

  test.each(SHARING)('%s: the lock is held over each frame, and over nothing else', async (platform) => {
    const spec = { ...BRISK, chip: 'W5500', ...guest(platform, { sharedBus: true, reset: null }) };
    const bench = benchFiles(planOfText(JSON.stringify(spec))).find(({ path }) => path === 'kw_bench.c')?.text ?? '';
    const locked = bench.replace(/\/\* One task only\. \*\/\n(?:.*\n)+?\}\n(?:.*\n)+?\}\n/, LOCKS);
    const sleeping = locked.replace(
      '            kw_port_wait();\n        }\n    }\n}',
      '            if (depth != 0U) {\n                __builtin_trap();\n            }\n            kw_port_wait();\n        }\n    }\n}',
    );
    const guarded = sleeping.replace(
      'HAL_StatusTypeDef HAL_SPI_Init(SPI_HandleTypeDef *handle)\n{',
      'HAL_StatusTypeDef HAL_SPI_Init(SPI_HandleTypeDef *handle)\n{\n    if (depth != 1U) {\n        __builtin_trap();\n    }',
    );
    expect(sleeping).not.toBe(locked);
    expect(locked).not.toBe(bench);
    expect(guarded === sleeping).toBe(platform === 'custom');
    const order = platform === 'hal' ? inOrder(guarded) : guarded;
    const firmware = await built(spec, { 'kw_bench.c': order });
    const rig = new Rig(firmware);
    rig.play(
      (function* () {
        const connection = yield* rig.connected(rig.peer(), 600);
        yield* rig.echoed(connection, pattern(5000), 1000);
        yield pause(5000);
      })(),
    );
    expect(rig.violations()).toEqual([]);
  });

  /** CSn may change within the lock only. */
  function inOrder(bench: string): string {
    const at = '        kw_board_select(state == GPIO_PIN_RESET);';
    const changed = bench.replace(
      at,
      `        if (depth != 1U && state == GPIO_PIN_RESET) {\n            __builtin_trap();\n        }\n${at}`,
    );
    if (changed === bench) throw new Error('the stand-in for HAL selects the chip elsewhere');
    // The locks must come before what looks at them.
    const end = changed.indexOf(LOCKS);
    return `${changed.slice(0, end)}${changed.slice(end + LOCKS.length)}`.replace(
      '#define READY',
      `${LOCKS}\n#define READY`,
    );
  }

  test('without the key there is no lock', async () => {
    const { wasm } = await built({ ...BRISK, chip: 'W5500', ...guest('hal') });
    expect(new TextDecoder('latin1').decode(wasm)).not.toContain('kw_port_lock');
  });
});
