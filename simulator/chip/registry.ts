import type { ChipName } from '../../contract/board.ts';
import type { ChipModel } from './model/chip-model.ts';
import { W5200 } from './w5200/model.ts';
import { W5500 } from './w5500/model.ts';

/** The modelled chips. A new chip is a folder and a line here. */
export const CHIP_MODELS: Readonly<Record<ChipName, ChipModel>> = { W5200, W5500 };

/** The number of sockets of the largest chip. */
export const MOST_SOCKETS = Math.max(...Object.values(CHIP_MODELS).map(({ sockets }) => sockets));
