/** Every switch, and 200 mixtures of them. */
import '../../whole/switches.test.ts';
