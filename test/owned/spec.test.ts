/** What a spec may hold whose sockets are beside those of an application, and how the chip's buffers are shared. */
import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../generator/input/index.ts';
import { planOfText } from '../whole/firmware.ts';

const OWNED = {
  chip: 'W5500',
  keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
  mcu: { platform: 'iolibrary-owned' },
};

function problemsOf(spec: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = parseSpec(JSON.stringify({ ...OWNED, ...spec }));
  return parsed.ok ? [] : parsed.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

describe('refused, with the place and what to do', () => {
  const gap = [{ port: 5000 }, { port: 5001, number: 3 }];
  test.each([
    [{ wiring: { sharedBus: true } }, '/wiring/sharedBus: Found true. ioLibrary has a lock of its own for the bus'],
    [{ wiring: { cs: 'PA4' } }, '/wiring/cs: Found "cs". ioLibrary reaches the chip through'],
    [{ sockets: gap }, "/sockets/1/number: Found 3. The numbers of keepwire's sockets must follow each other"],
    [{ sockets: [{ port: 5000, count: 2, number: 7 }] }, '/sockets/0/number: The entry takes sockets 7 to 8'],
    [{ trace: 'usart1' }, '/trace: "trace" does not work with platform'],
    [{ watched: {} }, '/watched: Found "watched".'],
    [{ timer: { prescaler: 71 } }, '/timer/prescaler: Found "prescaler"'],
    [{ chip: 'W5200' }, '/wiring/reset: '],
  ])('%j', (spec, begin) => {
    expect(problemsOf(spec)).toContainEqual(expect.stringContaining(begin));
  });
});

test('the least that a spec needs', () => {
  expect(problemsOf({})).toEqual([]);
});

describe.each(['W5500', 'W5200'] as const)('%s', (chip) => {
  test('all buffers fit, the application has some of what is left, and each begins where those below it end', () => {
    const sizes = [1, 2, 4, 8] as const;
    for (let first = 0; first < 8; first++) {
      for (const txKiB of sizes) {
        for (const rxKiB of sizes) {
          const spec = {
            ...OWNED,
            chip,
            wiring: { reset: 'RSTn' },
            sockets: [{ port: 1, number: first, txKiB, rxKiB }],
          };
          const { buffersKiB, sockets } = planOfText(JSON.stringify(spec));
          const [socket] = sockets;
          for (const key of ['tx', 'rx'] as const) {
            const all = buffersKiB[key];
            expect(all).toHaveLength(8);
            expect(all.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(16);
            expect(all.filter((_, number) => number !== first)).toEqual(
              Array(7).fill(key === 'tx' ? share(txKiB) : share(rxKiB)),
            );
            if (chip === 'W5500') continue;
            // W5200 datasheet 1.3.0, p. 37: the memory of transmission is at 0x8000, that of reception at 0xC000.
            const below = all.slice(0, first).reduce((sum, size) => sum + size, 0) * 1024;
            const base = key === 'tx' ? socket?.txBase : socket?.rxBase;
            expect(base).toBe((key === 'tx' ? 0x8000 : 0xc000) + below);
          }
        }
      }
    }
  });
});

/** Seven sockets share what one leaves of 16 KiB, 2 KiB at most. */
function share(ownKiB: number): number {
  return Math.min(2, Math.floor((16 - ownKiB) / 7));
}
