/** Each method with both roles, and an orderly end. */
import '../../traffic/methods.test.ts';
