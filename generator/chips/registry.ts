import type { ChipName } from '../../contract/board.ts';
import type { Chip } from './chip.ts';
import { w5200 } from './w5200/index.ts';
import { w5500 } from './w5500/index.ts';

/** Every chip. A new one is a folder here, its model in the simulator, its C in `templates/chips/`, and a line below. */
export const CHIPS: Readonly<Record<ChipName, Chip>> = { W5200: w5200, W5500: w5500 };
