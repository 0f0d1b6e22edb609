/** Each control point. */
import '../../keepalive/anywhere.test.ts';
