/** ST's HAL and device headers in a folder of the user's: one part of each family that is compiled for. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface Family {
  /** As in `stm32f4xx_hal.h`. */
  readonly name: string;
  /** By which the device header knows the part. */
  readonly part: string;
  readonly core: string;
}

const M0 = 'cortex-m0';
const M0_PLUS = 'cortex-m0plus';

export const FAMILIES: readonly Family[] = [
  { name: 'f0', part: 'STM32F070xB', core: M0 },
  { name: 'f1', part: 'STM32F103xB', core: 'cortex-m3' },
  { name: 'f3', part: 'STM32F303x8', core: 'cortex-m4' },
  { name: 'f4', part: 'STM32F411xE', core: 'cortex-m4' },
  { name: 'f7', part: 'STM32F767xx', core: 'cortex-m7' },
  { name: 'g0', part: 'STM32G0B0xx', core: M0_PLUS },
  { name: 'g4', part: 'STM32G474xx', core: 'cortex-m4' },
  { name: 'l0', part: 'STM32L053xx', core: M0_PLUS },
  { name: 'l1', part: 'STM32L152xE', core: 'cortex-m3' },
  { name: 'l4', part: 'STM32L476xx', core: 'cortex-m4' },
  { name: 'h7', part: 'STM32H723xx', core: 'cortex-m7' },
  { name: 'wb', part: 'STM32WB55xx', core: 'cortex-m4' },
  { name: 'u5', part: 'STM32U585xx', core: 'cortex-m33' },
  { name: 'h5', part: 'STM32H573xx', core: 'cortex-m33' },
];

/** Null where the variable is not set. */
export const HAL: string | null = process.env.KEEPWIRE_HAL ?? null;

export const WHY_SKIPPED =
  "KEEPWIRE_HAL is not set to a folder with ST's HAL drivers, CMSIS device headers and CMSIS core";

const DEEPEST = 6;

/** The folders of headers, by the header's name; the nearest wins. */
export function foldersOf(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of headersBelow(root, DEEPEST))
    if (!found.has(basename(path))) found.set(basename(path), dirname(path));
  return found;
}

function headersBelow(folder: string, depth: number): readonly string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  const files = entries.filter((it) => it.isFile() && it.name.endsWith('.h')).map((it) => join(folder, it.name));
  if (depth === 0) return files;
  const folders = entries.filter((it) => it.isDirectory() && !it.name.startsWith('.'));
  return [...files, ...folders.flatMap((it) => headersBelow(join(folder, it.name), depth - 1))];
}
