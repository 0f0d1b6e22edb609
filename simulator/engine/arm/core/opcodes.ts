/** Instructions that the engine looks at itself (ARMv6-M Architecture Reference Manual, A6.7). */
export const WFI = 0xbf30;
export const WFE = 0xbf20;
/** `b .` */
export const BRANCH_TO_SELF = 0xe7fe;
const CPSIE = 0xb662;
const CPSID = 0xb672;

/** Whether an instruction may change PRIMASK: CPS, or MSR to whatever register. */
export function changesPrimask(opcode: number): boolean {
  return opcode === CPSIE || opcode === CPSID || opcode >> 4 === 0xf38;
}

/** Halfwords of the instruction that begins with this one. */
export function halfwordsOf(opcode: number): 1 | 2 {
  return opcode >> 11 >= 0b11101 ? 2 : 1;
}
