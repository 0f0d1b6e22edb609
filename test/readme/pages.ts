import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../cli/keepwire.ts';

/** The pages that a newcomer reads one after the other; each rests on the files that the ones before it made. */
const TOUR = [
  'README.md',
  'docs/getting-started.md',
  'docs/methods.md',
  'docs/firmware.md',
  'docs/simulation.md',
  'docs/live-device.md',
  'docs/library.md',
  'docs/cli.md',
] as const;

export type PageName = (typeof TOUR)[number];

export interface Page {
  /** Its path below the project's root. */
  readonly name: PageName;
  readonly text: string;
}

export const PAGES: readonly Page[] = TOUR.map((name) => ({ name, text: readFileSync(join(ROOT, name), 'utf8') }));

export function pageOf(name: PageName): string {
  return PAGES.find((page) => page.name === name)?.text ?? '';
}
