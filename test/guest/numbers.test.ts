/** The chip's numbers of the sockets change nothing: each method, on sockets from 0 on and behind two of the application. */
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../contract/promises.ts';
import { render } from '../../generator/emit/render.ts';
import { everything, MEASURED_OPTIONS, PLAIN } from '../../scripts/bench/options.ts';
import { FAILURES, METHODS, rowOf, scenarioOf } from '../ways/methods.ts';
import { firmware } from '../ways/rig.ts';
import { planOfText } from '../whole/firmware.ts';
import { mustPass } from '../whole/play.ts';
import { isWhole, shareOf } from '../whole/share.ts';
import { guest } from './specs.ts';

/** Files in which the chip's numbers stand. */
const OF_THE_CHIP = /^kw_(?:config\.h|w5[25]00\.[ch])$/;
const PAGE = { 'index.html': '<p>page' };

const NAMES = Object.keys(FAILURES);
/** Each method meets some failures, and in `npm test` each third method. */
const FEW_IN = 9;
const ROWS = Object.entries(METHODS).map(([name, method], row) => [name, method, row] as const);

/** A second socket whose messages are not those of the first. */
const SECOND = {
  port: 7007,
  ask: { text: 'second?', afterIdleS: 9, withinS: 1, tries: 2, answer: { text: 'second\n' } },
};

function numbered(spec: object, number: number): object {
  const { sockets = [{ port: 5000 }] } = spec as { readonly sockets?: readonly object[] };
  const [first, ...others] = sockets;
  return { ...spec, ...guest('custom'), sockets: [{ ...first, number }, ...others, SECOND] };
}

describe.each(shareOf(ROWS, 3))('%s', (_name, { spec, chips = ['W5500', 'W5200'] }, row) => {
  const chip = chips[row % chips.length] as 'W5500';
  test.each(NAMES.filter((_, column) => isWhole || (row + column) % FEW_IN === 0))('%s', async (failure) => {
    const [from0, from2] = await Promise.all([0, 2].map((number) => firmware(chip, numbered(spec, number))));
    if (from0 === undefined || from2 === undefined) throw new Error('no firmware');
    const planned = rowOf(from0, failure as Failure);
    if (planned === undefined) return;
    const what = scenarioOf(failure as Failure, planned);
    const [one, other] = [from0, from2].map((built) => mustPass(built, what));
    expect(other?.detections).toEqual(one?.detections.map((it) => ({ ...it, socket: (it.socket ?? 0) + 2 })));
    expect(other?.timeline.length).toBe(one?.timeline.length);
  });
});

/** Each option alone, all at once, and a page beside messages. */
const TEXTS = [
  ...MEASURED_OPTIONS,
  { name: 'everything', spec: everything('W5500') },
  {
    name: 'page',
    spec: {
      sockets: [
        { port: 5000, goodbye: { text: 'bye\n' } },
        { port: 80, protocol: 'websocket', count: 2, websocket: { page: 'index.html' } },
      ],
    },
  },
];

test.each(TEXTS)('only the chip has its numbers: $name', ({ spec }) => {
  const [from0, from1] = [0, 1].map((number) => {
    const { sockets = [{ port: 5000 }], ...rest } = { ...PLAIN, ...spec } as { readonly sockets?: readonly object[] };
    const [first, ...others] = sockets;
    const whole = { ...rest, ...guest('custom'), trace: null, sockets: [{ ...first, number }, ...others] };
    return render(planOfText(JSON.stringify(whole), 'test', PAGE));
  });
  const other = from1?.filter(({ path, text }) => from0?.find((it) => it.path === path)?.text !== text);
  expect(other?.map(({ path }) => path).filter((path) => !OF_THE_CHIP.test(path))).toEqual([]);
  expect(other).not.toEqual([]);
});
