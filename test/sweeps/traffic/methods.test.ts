/** An orderly end too. */
import '../../traffic/methods.test.ts';
