/** All scenarios with eight sockets on both chips, and more seeds. */
import '../../scenario/builtin.test.ts';
