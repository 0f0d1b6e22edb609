/** Each method in each state with each failure. */
import '../../ways/states.test.ts';
