/** The hours of silence. */
import '../../traffic/examples.test.ts';
