import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plan } from '../../contract/plan.ts';

/** A user's copy of ST's Standard Peripheral Library for the STM32F10x, as far as it was found. */
export interface Vendor {
  readonly includeDirs: readonly string[];
  readonly defines: readonly string[];
  /** Driver sources and start-up, when all that linking needs is there; null otherwise. */
  readonly sources: readonly string[] | null;
  /** What linking lacks, by file name. */
  readonly missing: readonly string[];
}

/** What the firmware calls, directly or through these (SPL V3.5.0). core_cm3.c is not needed and GCC 12 refuses it. */
const DRIVERS = ['stm32f10x_rcc.c', 'stm32f10x_gpio.c', 'stm32f10x_spi.c', 'stm32f10x_tim.c', 'misc.c'] as const;
const TRACE_DRIVER = 'stm32f10x_usart.c';
const SYSTEM = 'system_stm32f10x.c';

/** Names that ST's start-up files for GCC have, by SPL density. */
const STARTUPS: Readonly<Record<string, readonly string[]>> = {
  STM32F10X_MD: ['startup_stm32f10x_md.s', 'startup_stm32f103xb.s'],
  STM32F10X_HD: ['startup_stm32f10x_hd.s', 'startup_stm32f103xe.s'],
  STM32F10X_MD_VL: ['startup_stm32f10x_md_vl.s', 'startup_stm32f100xb.s'],
};

const DEEPEST_FOLDER = 8;

/** Looks below `dir`; null when there is no `stm32f10x.h`, so that nothing can be compiled. */
export function findVendor(dir: string, plan: Plan): Vendor | null {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) return null;
  const files = listFiles(dir, DEEPEST_FOLDER);
  const headers = files.filter((path) =>
    /^(stm32f10x.*|system_stm32f10x|core_cm3|core_cm.*|cmsis_.*|misc)\.h$/.test(basename(path)),
  );
  if (!headers.some((path) => basename(path) === 'stm32f10x.h')) return null;
  const find = (name: string) => files.find((path) => basename(path) === name);
  const startup = (STARTUPS[plan.mcu.splDensity] ?? []).flatMap((name) => {
    return files.filter((path) => basename(path) === name && isGnuAssembly(path));
  })[0];
  const sources = [...DRIVERS, ...(plan.trace === null ? [] : [TRACE_DRIVER]), SYSTEM].map((name) => ({
    name,
    path: find(name),
  }));
  const missing = sources.filter(({ path }) => path === undefined).map(({ name }) => name as string);
  if (startup === undefined) missing.push(`${STARTUPS[plan.mcu.splDensity]?.[0] ?? 'startup file'} for GCC`);
  return {
    includeDirs: [...new Set(headers.map((path) => dirname(path)))],
    defines: [plan.mcu.splDensity, 'USE_STDPERIPH_DRIVER'],
    sources: missing.length > 0 ? null : [...sources.map(({ path }) => path ?? ''), startup ?? ''],
    missing,
  };
}

/** ST ships start-up files of one name for three assemblers; only GNU's has this directive. */
function isGnuAssembly(path: string): boolean {
  return /^\s*\.syntax\s+unified/m.test(readFileSync(path, 'utf8'));
}

/** Plain files below `dir`, the nearest first, names in order; links are not followed. */
function listFiles(dir: string, depth: number): string[] {
  const entries = readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(dir, entry.name));
  if (depth === 0) return files;
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return [...files, ...folders.flatMap((entry) => listFiles(join(dir, entry.name), depth - 1))];
}
