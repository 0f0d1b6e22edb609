/** Each example with each scenario. */
import '../../whole/examples.test.ts';
