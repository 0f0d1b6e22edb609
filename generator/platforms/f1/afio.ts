import type { GpioPlan } from '../../../contract/board.ts';

/** What AFIO_MAPR changes for the pins of this board (RM0008 9.4.2); `remap` is SPL's word for it. */
const REMAPS = [
  {
    applies: ({ freesJtag }: GpioPlan) => freesJtag,
    remap: 'GPIO_Remap_SWJ_JTAGDisable',
    note: 'JTAG off: PA15, PB3 and PB4 are free, SWD stays',
  },
  {
    applies: ({ freesOscillator }: GpioPlan) => freesOscillator,
    remap: 'GPIO_Remap_PD01',
    note: 'no crystal: PD0 and PD1 are free',
  },
] as const;

export interface Remap {
  readonly remap: string;
  readonly note: string;
}

export function remapsOf(gpio: GpioPlan): readonly Remap[] {
  return REMAPS.filter(({ applies }) => applies(gpio)).map(({ remap, note }) => ({ remap, note }));
}

/** The remaps in one comment. */
export function afioNote(gpio: GpioPlan): string {
  return remapsOf(gpio)
    .map(({ note }) => note)
    .join('; ');
}
