/** Every scenario on both chips. */
import '../../watch/scenarios.test.ts';
