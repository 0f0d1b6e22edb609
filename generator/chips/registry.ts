import type { Chip } from './chip.ts';
import { w5200 } from './w5200/index.ts';
import { w5500 } from './w5500/index.ts';

/**
 * Every chip. A new one is a folder here, its model in `simulator/chip/`, its C in `templates/chips/`, and a line below;
 * then run `npx tsx scripts/generate-schemas.ts`.
 */
export const CHIPS = { W5200: w5200, W5500: w5500 } as const satisfies Readonly<Record<string, Chip>>;
