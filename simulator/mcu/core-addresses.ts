/** Addresses of the system control space (ARMv7-M B3.2). */
export const ICTR = 0xe000_e004;
export const ACTLR = 0xe000_e008;
export const SYSTICK_START = 0xe000_e010;
export const SYSTICK_END = 0xe000_e020;
export const NVIC = 0xe000_e100;
export const IPR = 0xe000_e400;
export const NVIC_END = 0xe000_e4f0;
export const SCB = 0xe000_ed00;
export const AIRCR = 0xe000_ed0c;
export const SHPR1 = 0xe000_ed18;
export const CFSR = 0xe000_ed28;
export const CFSR_END = 0xe000_ed2c;
export const SCB_END = 0xe000_ed40;
export const MPU_TYPE = 0xe000_ed90;
/** Of its bits there is C_DEBUGEN only. */
export const DHCSR = 0xe000_edf0;
/** Bit of DHCSR: a debugger is attached. Read-only for the CPU (ARMv7-M C1.6.2). */
export const C_DEBUGEN = 1;
export const STIR = 0xe000_ef00;
