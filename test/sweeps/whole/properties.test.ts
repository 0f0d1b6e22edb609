/** Up to 64 random specs. */
import '../../whole/properties.test.ts';
