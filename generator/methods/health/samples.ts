import type { Samples } from '../method.ts';

export const healthSamples: Samples = { small: { health: { everyS: 10 } }, full: { everyS: 10 } };
