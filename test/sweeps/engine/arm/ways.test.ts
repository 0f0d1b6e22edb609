/** Each failure with each method. */
import '../../../engine/arm/ways.test.ts';
