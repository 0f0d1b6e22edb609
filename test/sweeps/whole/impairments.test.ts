/** Up to 2000 seeds. */
import '../../whole/impairments.test.ts';
