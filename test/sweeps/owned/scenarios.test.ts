/** Every scenario on each of the boards. */
import '../../owned/scenarios.test.ts';
