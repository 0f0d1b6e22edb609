import { describe, expect, test } from 'vitest';
import { shrink } from '../../simulator/campaign/shrink.ts';
import type { Moment, Story } from '../../simulator/campaign/story.ts';

function story(count: number, more: Partial<Story> = {}): Story {
  const moments: readonly Moment[] = Array.from({ length: count }, (_, index) => ({
    atMs: index,
    step: { do: 'send', peer: 'first-0', bytes: index },
  }));
  const peers = [{ name: 'first-0', socket: 0, kind: 'plain', isServer: false }];
  return { peers, isEarly: false, moments, end: 'boot', ...more };
}

const bytesIn = ({ moments }: Story): readonly unknown[] => moments.map(({ step }) => step.bytes);

describe('the moments that matter are left, in their order', () => {
  test.each([
    ['none', 12, []],
    ['the first', 12, [0]],
    ['the last', 13, [12]],
    ['two far apart', 40, [3, 37]],
    ['three', 17, [2, 8, 16]],
    ['all of two', 2, [0, 1]],
  ])('%s', (_what, count, wanted) => {
    const shrunk = shrink(story(count), (smaller) => wanted.every((one) => bytesIn(smaller).includes(one)), 1000);
    expect(bytesIn(shrunk.story)).toEqual(wanted);
  });
});

test('no more stories are played than allowed, and what was found by then is kept', () => {
  let plays = 0;
  const failsAlike = (smaller: Story): boolean => {
    plays++;
    return bytesIn(smaller).includes(0);
  };
  const { story: found, tries } = shrink(story(64), failsAlike, 3);
  expect([plays, tries]).toEqual([3, 3]);
  expect(bytesIn(found).length).toBeLessThan(64);
  expect(bytesIn(found)).toContain(0);
});

test('moments that matter only together stay together', () => {
  const isPair = (smaller: Story): boolean => bytesIn(smaller).includes(4) === bytesIn(smaller).includes(9);
  const shrunk = shrink(story(10), (smaller) => isPair(smaller) && bytesIn(smaller).includes(4), 1000);
  expect(bytesIn(shrunk.story)).toEqual([4, 9]);
});

test('peers that no step names go, except one; odd kinds become plain where they do not matter', () => {
  const peers = [0, 1, 2].map((socket) => ({
    ...{ name: `first-${socket}`, socket, isServer: false },
    kind: socket === 1 ? 'never-reads' : 'same-port',
  }));
  const moments = [{ atMs: 0, step: { do: 'send', peer: 'first-1', bytes: 1 } }];
  const failsAlike = (smaller: Story): boolean =>
    bytesIn(smaller).length === 1 && smaller.peers.some(({ kind }) => kind === 'never-reads');
  const { story: found } = shrink(story(0, { peers, moments }), failsAlike, 1000);
  expect(found.peers.map(({ name, kind }) => [name, kind])).toEqual([
    ['first-0', 'plain'],
    ['first-1', 'never-reads'],
  ]);
});
