import type { Samples } from '../method.ts';

export const sendTimeoutSamples: Samples = { small: { 'send-timeout': 60 }, full: 60 };
