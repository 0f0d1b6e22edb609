/** Every cell of the method matrix, with a day of silence. */
import '../../guest/matrix.test.ts';
