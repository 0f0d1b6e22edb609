import type { Samples } from '../method.ts';

export const heartbeatSamples: Samples = {
  small: {
    'heartbeat-send': { send: { text: "I'm online\n", everyS: 30 } },
    'heartbeat-expect-any': { expect: { withinS: 90 } },
    'heartbeat-expect-message': { expect: { withinS: 90, text: "I'm online\n" } },
  },
  full: { send: { text: "I'm online\n", everyS: 30 }, expect: { withinS: 90, text: 'me too\n', pass: true } },
};
