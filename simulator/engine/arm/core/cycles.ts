/**
 * Cycles of a Cortex-M3 without wait states (Cortex-M3 Technical Reference Manual r2p1, table 3-1). There a branch takes 1 +
 * P, and P, the time to refill the pipeline, is 1 to 3: by the target's alignment and size, and by how early its address is
 * known. Here it is 1 where the address stands in the instruction: a loop of SUBS and BNE takes 3 cycles, by which the
 * Arduino core of the SAM3X, a Cortex-M3, counts its delays.
 */
export const DIRECT = 1;
/** Where a register or memory holds the address. */
export const P = 2;
/** A load, the address of which is not known a cycle before: neighbours that overlap are not modelled. */
export const LOAD = 2;
/** A store goes to the write buffer. */
export const STORE = 1;
export const MULTIPLY = 1;
export const MULTIPLY_ACCUMULATE = 2;
/** 3 to 5: it ends early for small operands. */
export const MULTIPLY_LONG = 4;
