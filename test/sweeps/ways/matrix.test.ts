/** A day of silence. */
import '../../ways/matrix.test.ts';
