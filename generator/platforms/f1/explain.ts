import type { BoardPlan } from '../../../contract/board.ts';
import { hex } from '../../firmware/c-text.ts';
import { LINES } from '../../hardware/families.ts';
import type { PlatformRow, PlatformRows } from '../platform.ts';
import { wordsOf } from './words.ts';

/** The register values behind the neutral rows of `explain`. */
export function f1Rows(board: BoardPlan): PlatformRows {
  const { rcc, spi, afio } = wordsOf(board);
  const clock: PlatformRow[] = [['RCC_CFGR', hex(rcc.cfgr, 8), `then SW = ${rcc.sw}`]];
  if (rcc.cfgr2 !== null) clock.push(['RCC_CFGR2', hex(rcc.cfgr2, 8), 'PREDIV1']);
  const { manual } = LINES[board.mcu.line];
  clock.push(
    rcc.flashLatency === null
      ? ['flash', 'no wait states', `${manual} knows none`]
      : ['flash', `LATENCY ${rcc.flashLatency}`, `wait states at this SYSCLK by ${manual}`],
  );
  const pins: PlatformRow[] =
    afio.mapr === null
      ? []
      : [['AFIO_MAPR', hex(afio.mapr, 8), 'takes pins from the debug port or the crystal, see the remarks']];
  return {
    clock,
    spi: [['SPI_CR1', hex(spi.cr1, 4), `master, mode 0, 8 bit, software NSS, BR ${spi.br}`]],
    pins,
  };
}
