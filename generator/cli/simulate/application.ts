/** Which application a command runs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../../contract/plan.ts';
import type { FileSet } from '../../emit/files.ts';
import { readSource } from '../../emit/further.ts';
import { render } from '../../emit/render.ts';

const FILE = 'app.c';

export interface ApplicationSource {
  /** `user`: a file that its user has changed; `generated`: a file as it was written; `template`: there is no file. */
  readonly source: 'user' | 'generated' | 'template' | 'elf';
  /** Where the file is, or would be. */
  readonly file: string;
}

/** @param dir the firmware's folder, which need not exist */
export function applicationIn(dir: string, generated: FileSet): ApplicationSource {
  const file = join(dir, FILE);
  if (!existsSync(file)) return { source: 'template', file };
  const text = generated.find(({ path }) => path === FILE)?.text ?? '';
  return { source: Buffer.from(text).equals(readSource(file)) ? 'generated' : 'user', file };
}

/** The application of a user's ELF, or of the firmware that is built of the plan's files. */
export function applicationOf(elf: string | undefined, dir: string, plan: Plan): ApplicationSource {
  return elf === undefined ? applicationIn(dir, render(plan)) : { source: 'elf', file: elf };
}

export function applicationText({ source, file }: ApplicationSource): string {
  const what = {
    user: file,
    generated: `${file}, as generated`,
    template: `the generated echo; there is no ${file}`,
    elf: `that of ${file}`,
  }[source];
  return `Application: ${what}`;
}
