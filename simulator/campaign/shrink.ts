/** Finds the fewest steps with which a story still fails in the same way. */
import { namesIn, type Story } from './story.ts';

export interface Shrunk {
  readonly story: Story;
  /** How many stories were tried. */
  readonly tries: number;
}

/**
 * Leaves out ever smaller pieces of the story, then simplifies what is left, as long as it fails alike.
 *
 * @param failsAlike plays a story; called `mostTries` times at most
 */
export function shrink(story: Story, failsAlike: (smaller: Story) => boolean, mostTries: number): Shrunk {
  let [best, tries] = [story, 0];
  const take = (smaller: Story): boolean => {
    if (tries >= mostTries) return false;
    tries++;
    if (!failsAlike(smaller)) return false;
    best = smaller;
    return true;
  };
  for (let size = Math.ceil(story.moments.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    leaveOut(size, () => best, take);
  }
  while (simpler(best).some(take));
  return { story: best, tries };
}

/** Pieces of `size` moments, from the end on; a piece that was left out shifts those behind it only. */
function leaveOut(size: number, best: () => Story, take: (smaller: Story) => boolean): void {
  for (let from = best().moments.length - size; from > -size; from -= size) {
    const { moments, ...rest } = best();
    const start = Math.max(0, from);
    const left = moments.filter((_, index) => index < start || index >= from + size);
    if (left.length < moments.length) take({ ...rest, moments: left });
  }
}

/** Each is simpler than the story in one way, and none is as simple as an earlier one. */
function simpler(story: Story): readonly Story[] {
  const { peers, moments } = story;
  const named = new Set(moments.flatMap(({ step }) => [step.peer, step.at]));
  const [, ...others] = peers;
  const unnamed = others.filter(({ name }) => !named.has(name));
  const fewer = unnamed.length === 0 ? [] : [{ ...story, peers: peers.filter((peer) => !unnamed.includes(peer)) }];
  const plain = peers
    .filter(({ kind }) => kind !== 'plain')
    .map((odd) => ({
      ...story,
      peers: peers.map((peer) => (peer === odd ? { ...peer, kind: 'plain' } : peer)),
    }));
  const oneFewer = moments.map((_, index) => ({ ...story, moments: moments.filter((__, other) => other !== index) }));
  return [...fewer, ...plain, ...oneFewer].filter((one) => namesIn(one.peers).length > 0);
}
