/** An hour of silence. */
import '../../scenario/servers.test.ts';
