/** The allowed imports between the folders of the product. CONTRIBUTING.md shows this table; a test compares the two. */

export interface Row {
  readonly folder: string;
  /** Folders or single files (without `.ts`) that the row holds, if not the folder alone. */
  readonly holds?: readonly string[];
  /** What the row may import, values and types alike: these folders and the folders in them, if they stand below it. */
  readonly uses: readonly string[];
}

const FACTS = ['generator/firmware', 'generator/hardware', 'contract', 'document', 'values'];
const PARTS = [
  'generator/methods',
  'generator/protocols',
  'generator/traffic',
  'generator/platforms',
  'generator/chips',
  'generator/cubemx',
  ...FACTS,
];
const BASE = 'simulator/clock';

/** Highest first. */
export const TABLE: readonly Row[] = [
  { folder: 'scripts', uses: ['generator', 'simulator', 'contract'] },
  { folder: 'generator/cli', uses: ['live', 'peer', 'generator', 'simulator', 'contract', 'document', 'values'] },
  { folder: 'live', uses: ['generator/plan', 'simulator', 'contract', 'document', 'values'] },
  { folder: 'peer', uses: ['generator/plan', 'simulator', 'contract', 'document', 'values'] },
  {
    folder: 'generator',
    holds: ['generator/index', 'generator/check-plan', 'generator/chip-check'],
    uses: ['generator', 'contract', 'document'],
  },
  { folder: 'generator/toolchain', uses: ['generator/emit', 'generator/files', 'generator/plan', ...PARTS] },
  { folder: 'generator/emit', uses: ['generator/files', 'generator/plan', ...PARTS] },
  { folder: 'generator/files', uses: [] },
  { folder: 'generator/solve', uses: ['generator/explain', 'generator/plan', ...PARTS] },
  { folder: 'generator/explain', uses: ['generator/plan', ...PARTS] },
  { folder: 'generator/plan', uses: PARTS },
  { folder: 'generator/input', uses: [...PARTS, 'schemas'] },
  {
    folder: 'generator/cubemx',
    uses: ['generator/platforms', 'generator/chips', 'generator/hardware', 'contract', 'document'],
  },
  { folder: 'generator/methods', uses: ['generator/protocols', 'generator/traffic', ...FACTS] },
  { folder: 'generator/protocols', uses: FACTS },
  { folder: 'generator/traffic', uses: FACTS },
  { folder: 'generator/platforms', uses: FACTS },
  { folder: 'generator/chips', uses: ['contract'] },
  { folder: 'generator/firmware', uses: ['generator/hardware', 'contract'] },
  { folder: 'generator/hardware', uses: ['contract'] },
  { folder: 'simulator/campaign', uses: ['simulator', 'contract'] },
  {
    folder: 'simulator',
    holds: ['index', 'run-scenario', 'repeat-command'].map((it) => `simulator/${it}`),
    uses: ['simulator', 'contract'],
  },
  {
    folder: 'simulator/report',
    uses: [
      ...['simulator/verdict', 'simulator/scenario', 'simulator/engine', 'simulator/chip', 'simulator/net', BASE],
      'contract',
    ],
  },
  { folder: 'simulator/verdict', uses: ['simulator/scenario', 'simulator/chip', BASE, 'contract', 'document'] },
  {
    folder: 'simulator/scenario',
    uses: [
      ...['simulator/engine', 'simulator/chip', 'simulator/host', 'simulator/net', BASE],
      ...['contract', 'document', 'schemas', 'values'],
    ],
  },
  { folder: 'simulator/engine', uses: ['simulator/mcu', 'simulator/chip', BASE, 'contract'] },
  { folder: 'simulator/mcu', uses: [BASE, 'contract'] },
  { folder: 'simulator/chip', uses: ['simulator/net', BASE, 'contract', 'values'] },
  { folder: 'simulator/host', uses: ['simulator/net', BASE, 'contract'] },
  { folder: 'simulator/net', uses: [BASE] },
  {
    folder: BASE,
    holds: ['bytes', 'clock', 'direction', 'random', 'signals', 'timeline', 'violation-rules', 'words'].map(
      (it) => `simulator/${it}`,
    ),
    uses: ['contract', 'values'],
  },
  { folder: 'contract', uses: [] },
  { folder: 'document', uses: [] },
  { folder: 'schemas', uses: [] },
  { folder: 'values', uses: [] },
];

/** Without Node's modules, so that they also run in a browser. */
export const BROWSER_SAFE: readonly string[] = [
  ...['contract', 'document', 'values', 'simulator', 'generator/index', 'generator/input', 'generator/solve'],
  ...['generator/explain', 'generator/plan', 'generator/methods', 'generator/protocols', 'generator/platforms'],
  'generator/traffic',
  ...['generator/chips', 'generator/cubemx', 'generator/hardware', 'generator/emit/view', 'generator/emit/render'],
];

/** The row that a file belongs to: the one with the longest path that leads to it. */
export function rowOf(file: string): Row | undefined {
  const lengthIn = ({ folder, holds = [folder] }: Row): number =>
    Math.max(0, ...holds.filter((it) => isIn(file, it)).map((it) => it.length));
  return TABLE.filter((row) => lengthIn(row) > 0).sort((a, b) => lengthIn(b) - lengthIn(a))[0];
}

/** Whether the table lets files of `from` import files of `to`. */
export function allows(from: Row, to: Row): boolean {
  const isBelow = TABLE.indexOf(to) > TABLE.indexOf(from);
  return from === to || (isBelow && from.uses.some((it) => isIn(to.folder, it)));
}

/** Whether a path is `place`, with or without an extension, or lies in it. */
export function isIn(path: string, place: string): boolean {
  return path === place || path.replace(/\.\w+$/, '') === place || path.startsWith(`${place}/`);
}
