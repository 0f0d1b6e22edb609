/** The wire and the ends' own cables, as a page draws them from real runs. */
import { beforeAll, expect, test } from 'vitest';
import { modelOf } from '../../../simulator/report/html/model-of.ts';
import { parseScenario } from '../../../simulator/scenario/format/parse.ts';
import type { Built } from '../../whole/firmware.ts';
import { builtIn } from '../../whole/play.ts';
import { brisk, reportedRun } from './runs.ts';

let firmware: Built;
beforeAll(async () => {
  firmware = await brisk();
});

/** What each row shows, one after the other. */
function rowsOf(scenario: Parameters<typeof reportedRun>[1]): Readonly<Record<string, readonly unknown[]>> {
  const { lanes } = modelOf(reportedRun(firmware, scenario));
  const lane = lanes.find(({ title }) => title === 'Link');
  if (lane?.type !== 'spans') throw new Error('there is no lane of the link');
  const { kinds, rows } = lane;
  return Object.fromEntries(rows.map(({ name, items }) => [name, items.map(({ k }) => kinds[k]?.name)]));
}

function played(steps: readonly unknown[], link = {}): ReturnType<typeof rowsOf> {
  const paced = steps.flatMap((step) => [step, { do: 'wait', for: { ms: 100 } }]);
  const document = { name: 'wire', title: 'Wire', peers: [{ name: 'client' }], link, steps: paced };
  const parsed = parseScenario(JSON.stringify(document));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return rowsOf(parsed.value);
}

test('cuts of both ways, each for itself and together', () => {
  const shown = played([
    { do: 'cut', direction: 'to-device' },
    { do: 'cut', direction: 'from-device' },
    { do: 'mend', direction: 'to-device' },
    { do: 'mend' },
  ]);
  const wire = ['whole', 'cut towards the device', 'cut', 'cut from the device', 'whole'];
  expect(shown).toEqual({ wire });
});

test('an end’s own cable has a row of its own', () => {
  const shown = played([
    { do: 'cut', at: 'client' },
    { do: 'mend', at: 'client' },
    { do: 'cut', at: 'device' },
  ]);
  expect(shown).toEqual({
    wire: ['whole'],
    'at client': ['whole', 'cut', 'whole'],
    'at device': ['whole', 'cut'],
  });
});

test('a wire is impaired while anything is wrong with it in either direction', () => {
  const shown = played([
    { do: 'impair', direction: 'to-device', delayMs: 3 },
    { do: 'impair', lossRate: 0.5 },
    { do: 'impair', direction: 'to-device', delayMs: 0, lossRate: 0 },
    { do: 'impair', direction: 'from-device', lossRate: 0 },
  ]);
  expect(shown).toEqual({ wire: ['whole', 'impaired', 'impaired', 'impaired', 'whole'] });
});

test('a wire that is bad from the start on is so until it is made whole', () => {
  expect(rowsOf(builtIn('lossy-link')).wire?.[0]).toBe('impaired');
});
