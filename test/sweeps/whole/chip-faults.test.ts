/** Up to 2000 seeds. */
import '../../whole/chip-faults.test.ts';
