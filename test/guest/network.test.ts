/** Addresses that the application gives when it starts, and changes while the firmware runs. */
import { describe, expect, test } from 'vitest';
import { benchFiles } from '../../generator/emit/bench.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { everything } from '../../scripts/bench/options.ts';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { warningsOf } from '../firmware/warnings.ts';
import { endsOf } from '../ways/rig.ts';
import { BRISK, type Built, built, CHIPS, planOfText } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { filesToCompile, GUESTS, guest } from './specs.ts';

const GIVEN = { network: { source: 'application' } };
const NEW_IP = [192, 168, 1, 77];
const CHANGED_MS = 4000;

/** Firmware whose application takes another address when it has run for a while. */
function changing(chip: string, more: object = {}): Promise<Built> {
  const spec = { ...BRISK, chip, ...guest('custom'), ...GIVEN, ...more };
  const bench = benchFiles(planOfText(JSON.stringify(spec))).find(({ path }) => path === 'kw_bench.c')?.text ?? '';
  const changed = bench.replace(
    '    for (;;) {\n',
    `    for (;;) {
        static bool done;
        if (!done && ms >= ${CHANGED_MS}U) {
            kw_network_t other = network;
            other.ip[3] = ${NEW_IP[3]}U;
            done = true;
            kw_loop_set_network(&other);
        }
`,
  );
  if (changed === bench) throw new Error('the main loop of the board is another one');
  return built(spec, { 'kw_bench.c': changed });
}

describe.each(CHIPS)('%s', (chip) => {
  test('a change ends the connection, and the server is there at the new address, with and without a connection', async () => {
    const firmware = await changing(chip);
    for (const isConnected of [true, false]) {
      const rig = new Rig(firmware);
      rig.play(
        (function* () {
          if (isConnected) yield* rig.echoed(yield* rig.connected(rig.peer(), 3000), pattern(50), 100);
          yield pause(CHANGED_MS + 50 - rig.nowMs);
          const peer = rig.peer();
          const connection = peer.connect(Uint8Array.from(NEW_IP), 5000, 30_000);
          yield* rig.until('a connection', () => connection.state === 'ESTABLISHED', 500);
          yield* rig.echoed(connection, pattern(3000), 1000);
        })(),
      );
      expect(endsOf(rig).map(({ reason }) => reason)).toEqual(isConnected ? ['local-stop'] : []);
      expect(rig.faults()).toEqual([]);
      expect(rig.violations()).toEqual([]);
    }
  });
});

/** Another value reaches the chip in the byte of SIPR that changes. */
function withWrongWrite(real: WiznetChip, rig: Rig): WiznetChip {
  let sent: number[] = [];
  let isDone = false;
  const exchangeByte = (byte: number): number => {
    sent.push(byte);
    const isNew = byte === NEW_IP[3] && rig.nowMs >= CHANGED_MS && sent.length > 18;
    const wrong = isNew && !isDone;
    if (wrong) isDone = true;
    return real.exchangeByte(wrong ? byte ^ 0x40 : byte);
  };
  return {
    select: () => {
      sent = [];
      real.select();
    },
    exchange: (bytes) => bytes.map(exchangeByte),
    exchangeByte,
    deselect: () => real.deselect(),
    reset: (level) => real.reset(level),
    get interrupt() {
      return real.interrupt;
    },
  };
}

test('a wrong bit in the new address is found at once, and the chip is set up with the right one', async () => {
  const rig = new Rig(await changing('W5500'), { wrap: withWrongWrite });
  rig.play(
    (function* () {
      yield pause(CHANGED_MS + 1200);
      const connection = rig.peer().connect(Uint8Array.from(NEW_IP), 5000, 30_000);
      yield* rig.until('a connection', () => connection.state === 'ESTABLISHED', 500);
      yield* rig.echoed(connection, pattern(300), 1000);
    })(),
  );
  expect(rig.faults()).toHaveLength(1);
});

test.each(['cable-cut', 'chip-reset', 'peer-reboot'])('HAL: %s as with addresses of the spec', async (name) => {
  const firmware = await built({ ...BRISK, chip: 'W5500', ...guest('hal'), ...GIVEN, health: { everyS: 1 } });
  const { verdict, reasons } = play(firmware, builtIn(name));
  expect(verdict, reasons.join('\n')).toBe('pass');
});

test.each(GUESTS)('%s: everything with given addresses compiles without a warning', async (platform) => {
  const spec = { ...everything('W5500'), ...guest(platform), ...GIVEN, trace: null };
  expect(await warningsOf(filesToCompile(spec), null)).toBe('');
});

test('refused where the firmware has a main of its own', () => {
  const spec = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };
  const parsed = parseSpec(JSON.stringify({ ...spec, ...GIVEN }));
  expect(parsed.ok ? [] : parsed.problems).toMatchObject([
    {
      pointer: '/network/source',
      message: expect.stringContaining('Allowed with platforms hal, custom and iolibrary-owned'),
    },
  ]);
});
