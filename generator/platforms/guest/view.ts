import type { BoardPlan } from '../../../contract/board.ts';
import { frequency } from '../../firmware/c-text.ts';
import { type GuestPlan, projectNamesOf } from './names.ts';

/** What the templates print of a board that is the project's. */
export function guestView(board: BoardPlan): object {
  const { cs, interrupt, reset, sharedBus } = projectNamesOf(board);
  const byLibrary = board.platform.library !== null;
  return {
    csText: cs === null ? 'CSn' : `CSn (${cs})`,
    resetPin: reset ?? '',
    interruptPin: interrupt ?? '',
    pinsHigh: reset === null ? 'CSn high' : 'CSn and RSTn high',
    andResetPin: reset === null ? '' : ' and RSTn',
    chipSpiMax: frequency(board.chip.spiMaxHz),
    pinList: byLibrary ? 'those of your ioLibrary' : pinList({ cs, interrupt, reset }),
    spiClock: frequency(board.spi.clockHz),
    locks: sharedBus,
    evenHeader: true,
    byLibrary,
    trace: false,
    fallback: false,
    afioMapr: false,
  };
}

function pinList({ cs, interrupt, reset }: Pick<GuestPlan['names'], 'cs' | 'interrupt' | 'reset'>): string {
  const pins = { CSn: cs, RSTn: reset, INTn: interrupt };
  return Object.entries(pins)
    .map(([signal, pin]) => `${signal} ${pin ?? (signal === 'CSn' ? 'of your choice' : 'not wired')}`)
    .join(', ');
}

/** Of the README: what the project's loop does. */
export function loopStep(number: number): string {
  return `${number}. Call \`kw_loop_poll()\` again and again, from your main loop or from one task. It never waits for a peer. While it returns true there is more to do, and a call at once is the quickest.`;
}

export function appStep(number: number): string {
  return `${number}. Write your application in \`app.c\`; its hooks are described in \`kw_loop.h\`.`;
}

export const BESIDE_NOTE =
  "The chip's other sockets are yours, with a driver of your own, while `kw_loop_is_ready()` returns true. Addresses, RTR, RCR, the socket interrupt mask and buffer sizes stay keepwire's; your sockets share the buffer memory that is left, at most 2 KiB each. After a fault the chip is reset, and they read as closed. Reach them from the task of `kw_loop_poll` only.";
