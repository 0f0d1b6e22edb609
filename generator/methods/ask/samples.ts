import type { Samples } from '../method.ts';

export const askSamples: Samples = {
  small: {
    'ask-any': { text: 'there?\n', afterIdleS: 30, withinS: 5, tries: 3 },
    'ask-answer': { text: 'there?\n', answer: { text: 'yes\n' }, afterIdleS: 30, withinS: 5, tries: 3 },
  },
  full: { text: 'there?\n', answer: { hex: '79 65 73' }, afterIdleS: 30, withinS: 5, tries: 3 },
};
