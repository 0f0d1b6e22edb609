/** A day. */
import '../../scenario/far-side.test.ts';
