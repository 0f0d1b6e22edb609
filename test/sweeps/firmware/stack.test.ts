/** Both builds of each example. */
import '../../firmware/stack.test.ts';
