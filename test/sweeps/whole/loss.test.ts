/** Up to 500 seeds. */
import '../../whole/loss.test.ts';
