/** Each instruction. */
import '../../../engine/arm/anywhere-end.test.ts';
