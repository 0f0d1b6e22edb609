import type { KeepalivePlan } from '../../../contract/device.ts';
import type { WordsOf } from '../words.ts';

type ProbeRemark = { readonly key: 'chip-timer' };

export function probeRemarks(all: readonly KeepalivePlan[]): readonly ProbeRemark[] {
  return all.some(({ by }) => by === 'chip') ? [{ key: 'chip-timer' }] : [];
}

export const probeRemarkWords: WordsOf<ProbeRemark> = {
  'chip-timer': () =>
    'Where the chip counts ("by": "chip"), data that the device sends may delay a probe. The datasheet does not say so; the simulator assumes it.',
};
