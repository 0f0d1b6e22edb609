/** An hour of silence. */
import '../../../engine/arm/wire.test.ts';
