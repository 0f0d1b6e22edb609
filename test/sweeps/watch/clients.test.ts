/** Every scenario on both chips. */
import '../../watch/clients.test.ts';
