import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChipSwitches } from '../../simulator/chip/chip.ts';
import { BRISK, built, CHIPS } from './firmware.ts';
import { builtIn, mustPass, play, scenario } from './play.ts';
import { runs, shareOf } from './share.ts';
import { sweep } from './sweep.ts';
import { SWITCH_VALUES } from './switch-values.ts';

const POINTS = Object.entries(SWITCH_VALUES).flatMap(([name, values]) => values.map((value) => ({ [name]: value })));
const NAMES = ['cable-cut', 'peer-reboot', 'orderly-close', 'cut-while-sending', 'echo'] as const;

/** Probes further apart than the TCP timeout of 1.5 s. */
const SPEC = {
  ...BRISK,
  keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 4 },
  sockets: [{ port: 5000, count: 2 }],
};

/** Behaviours that the datasheets' own timeout formula, and with it the plan's bound, does not cover. */
function exceedsBound(switches: Partial<ChipSwitches>, name: string): boolean {
  // One more repetition is one more wait of 800 ms: the spare second of the bound covers it for a probe, but nothing
  // covers it for data, whose timeout begins at once.
  return switches.retransmissions === 'rcr-plus-one' && name === 'cut-while-sending';
}

describe.each(CHIPS)('%s', (chip) => {
  test.each(NAMES)('%s whatever the chip does where no source settles it', async (name) => {
    const firmware = await built({ chip, ...SPEC });
    const played = shareOf(POINTS, name === 'echo' ? 6 : 3, NAMES.indexOf(name) + CHIPS.indexOf(chip));
    sweep(played, (point) => {
      const switches = point as Partial<ChipSwitches>;
      if (!exceedsBound(switches, name)) {
        mustPass(firmware, builtIn(name), { switches });
        return;
      }
      const run = play(firmware, builtIn(name), { switches });
      expect(run.detections[0]?.reason).toBe('send-timeout');
      expect(run.violations).toEqual([]);
    });
  });
});

/** One value for each behaviour, but for the one whose other value the firmware cannot make up for. */
const MIXED = fc.record({
  ...Object.fromEntries(Object.entries(SWITCH_VALUES).map(([name, values]) => [name, fc.constantFrom(...values)])),
  retransmissions: fc.constant('rcr'),
});

describe.each(CHIPS)('%s', (chip) => {
  test('all of them mixed', async () => {
    const firmware = await built({ chip, ...SPEC });
    sweep(fc.sample(MIXED, { seed: 20_261, numRuns: runs(6, 200) }), (point) => {
      for (const name of [...NAMES, 'all-slots-dead']) {
        mustPass(firmware, builtIn(name), { switches: point as Partial<ChipSwitches> });
      }
    });
  });
});

/**
 * Probes 1 s apart and a TCP timeout of 1.5 s: where a chip begins its repetitions anew with each SEND_KEEP, it would never
 * come to the end of them, if the firmware did not hold the probes.
 */
describe.each(CHIPS)('%s, probes closer together than the TCP timeout', (chip) => {
  const CLOSE = { chip, ...BRISK };
  const CUT = scenario(
    [
      { do: 'connect', peer: 'client' },
      { do: 'send', peer: 'client', text: 'hello' },
      { do: 'expect-echo', peer: 'client' },
      { do: 'wait', for: { ms: 500 } }, // until the echo is acknowledged: unacknowledged data has a timeout of its own
      { do: 'cut' },
      { do: 'wait', for: { s: 60 } },
    ],
    { expect: { detected: [{ peer: 'client', as: 'cable-cut' }], listening: false } },
  );

  test.each(['ignored', 'restarts'] as const)(
    'what SEND_KEEP does to the repetitions does not matter: %s',
    async (value) => {
      mustPass(await built(CLOSE), CUT, { switches: { sendKeepWhileProbing: value } });
    },
  );
});
