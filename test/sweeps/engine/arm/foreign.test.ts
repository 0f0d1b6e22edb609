/** Both chips. */
import '../../../engine/arm/foreign.test.ts';
