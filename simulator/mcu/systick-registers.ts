/** Offsets of SysTick's registers from 0xE000E010, ARMv7-M B3.3.2. */
export const SYST = { CTRL: 0x00, LOAD: 0x04, VAL: 0x08, CALIB: 0x0c } as const;

/** Bits of CTRL, ARMv7-M B3.3.3. */
export const ENABLE = 1 << 0;
export const TICKINT = 1 << 1;
export const CLKSOURCE = 1 << 2;
export const COUNTFLAG = 1 << 16;
/** Without CLKSOURCE the counter runs from HCLK / 8, RM0008 7.2 figure 8. */
export const SLOW_PRESCALER = 7;
