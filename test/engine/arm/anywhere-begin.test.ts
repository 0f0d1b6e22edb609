import { testAnywhere } from './anywhere.ts';

/** A connection is made; data arrives. */
testAnywhere([0, 1]);
