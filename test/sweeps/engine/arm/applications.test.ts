/** Every scenario of each of them. */
import '../../../engine/arm/applications.test.ts';
