import type { Samples } from '../method.ts';

export const idleSamples: Samples = {
  small: { idle: { closeAfterS: 600, checkEveryS: 60 } },
  full: { closeAfterS: 600, checkEveryS: 60 },
};
