import { describe } from 'vitest';
import { pace, returns } from './pace-suite.ts';

describe('as seldom as allowed', () => {
  pace('W5500', 100, 3);
  returns('W5500', 100);
});
