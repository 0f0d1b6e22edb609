import type { Samples } from '../method.ts';

export const primerSamples: Samples = { small: { primer: { text: 'hello\n' } }, full: { text: 'hello\n' } };
