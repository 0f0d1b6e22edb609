import type { Samples } from '../method.ts';

export const pingSamples: Samples = {
  small: { ping: { afterIdleS: 10, withinS: 5, tries: 2 } },
  full: { afterIdleS: 10, withinS: 5, tries: 2 },
};
