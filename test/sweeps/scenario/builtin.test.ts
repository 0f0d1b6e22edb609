/** All scenarios with eight sockets on both chips. */
import '../../scenario/builtin.test.ts';
