import { REGISTER_MACRO } from '../../../contract/firmware.ts';

/** A constant cast to a pointer, where the constant is a bus address of the STM32F1 or of the Cortex-M3's own. */
const CAST = /\*[ \t]*\)[ \t]*(0x(?:400[0-2][0-9A-F]{4}|E000E[0-9A-F]{3})U?L?)\b/gi;

/**
 * A user's source with the macro for bus addresses around them: users may cast a register's address without it, as the
 * vendor's examples do. Generated files use the macro.
 */
export function withRegisterMacro(source: string): string {
  return source.replace(CAST, `*)${REGISTER_MACRO}($1)`);
}
