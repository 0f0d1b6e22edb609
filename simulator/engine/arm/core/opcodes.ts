/** Instructions that the engine looks at itself (ARMv7-M Architecture Reference Manual, A7.7). */
export const WFI = 0xbf30;
export const WFE = 0xbf20;
/** `b .` */
export const BRANCH_TO_SELF = 0xe7fe;

/** Whether an instruction may change PRIMASK: CPS, or MSR to whatever register. */
export function changesPrimask(opcode: number): boolean {
  return (opcode & 0xffe8) === 0xb660 || opcode >> 5 === 0xf38 >> 1;
}

/** Halfwords of the instruction that begins with this one (A5.1). */
export function halfwordsOf(opcode: number): 1 | 2 {
  return opcode >> 11 >= 0b11101 ? 2 : 1;
}
