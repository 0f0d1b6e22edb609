/** Each instruction. */
import '../../../engine/arm/anywhere-begin.test.ts';
