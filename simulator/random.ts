/** A seeded source of randomness; the only one that the simulator uses. */
export interface Random {
  /** A number in [0, 1). */
  unit(): number;
  /** An integer in [0, 2³²). */
  uint32(): number;
}

/** Tommy Ettinger's mulberry32: 32 bits of state, equal seeds give equal sequences. Good enough for loss and ISNs. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const uint32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return { uint32, unit: () => uint32() / 0x1_0000_0000 };
}
