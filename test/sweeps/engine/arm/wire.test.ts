/** Scenarios that last for minutes, and an hour of silence. */
import '../../../engine/arm/wire.test.ts';
