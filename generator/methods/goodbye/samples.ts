import type { Samples } from '../method.ts';

export const goodbyeSamples: Samples = {
  small: { goodbye: { text: 'bye\n' }, 'stop-without-a-word': {} },
  full: { text: 'bye\n' },
};
