/** More wishes, and at shorter steps. */
import '../../solve/solve.test.ts';
