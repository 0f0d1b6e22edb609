import type { Samples } from '../method.ts';

export const linkSamples: Samples = {
  small: { 'link-close': { onDown: 'close' }, 'link-hold': { onDown: 'hold', holdS: 10 } },
  full: { onDown: 'hold', holdS: 10 },
};
