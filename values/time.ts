/** Units of time. Names of numbers end in their unit: `Ns`, `Us`, `Ms`, `S`. */

export const NS_PER_US = 1_000;
export const NS_PER_MS = 1_000_000;
export const NS_PER_S = 1_000_000_000;
export const MS_PER_S = 1_000;
export const MS_PER_DAY = 86_400_000;
export const S_PER_DAY = 86_400;
