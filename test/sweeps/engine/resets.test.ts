/** Both ends of LSI on both engines. */
import '../../engine/resets.test.ts';
