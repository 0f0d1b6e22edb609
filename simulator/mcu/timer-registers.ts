/** Register offsets of a general-purpose or basic timer (RM0008 15.4.19, 17.4.9). */
export const TIM = { CR1: 0x00, DIER: 0x0c, SR: 0x10, EGR: 0x14, CNT: 0x24, PSC: 0x28, ARR: 0x2c } as const;

/** Bits of CR1. */
export const CEN = 0x01;
export const UDIS = 0x02;
export const URS = 0x04;
export const OPM = 0x08;
export const ARPE = 0x80;
/** DIER.UIE, SR.UIF and EGR.UG are all bit 0. */
export const UPDATE = 0x01;
