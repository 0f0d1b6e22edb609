import { testAnywhere } from './anywhere.ts';

/** A probe goes out; the peer closes. */
testAnywhere([2, 3]);
