/** A day. */
import '../../scenario/kinds.test.ts';
