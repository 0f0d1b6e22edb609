/** Every scenario on each of the boards. */
import '../../guest/scenarios.test.ts';
