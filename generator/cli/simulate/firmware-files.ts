import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../../contract/plan.ts';
import { allOf } from '../../../document/words/printed.ts';
import { benchFiles } from '../../emit/bench.ts';
import type { FileSet } from '../../emit/files.ts';
import { furtherFiles, readSource } from '../../emit/further.ts';
import { withForwarders } from '../../emit/migration/forwarders.ts';
import { render } from '../../emit/render.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';

/** A command line whose folder is known. */
export type InFolder = Args & { readonly out: string };

/**
 * The firmware as generated, with the user's own files in their place, and beside them, where they have been written.
 * Files of the user that the simulator's board replaces are named as such.
 */
export function firmwareFiles(plan: Plan, args: InFolder, io: Io): FileSet {
  const dir = join(args.out, plan.name);
  const replaced = new Set(benchFiles(plan).map(({ path }) => path));
  const used: string[] = [];
  const unused: string[] = [];
  const generated = withForwarders(dir, plan.name, render(plan));
  const files = generated.map((file) => {
    const own = join(dir, file.path);
    if (file.owner !== 'user' || !existsSync(own)) return file;
    const bytes = readSource(own);
    if (Buffer.from(file.text).equals(bytes)) return file;
    (replaced.has(file.path) ? unused : used).push(own);
    return { ...file, bytes };
  });
  const further = furtherFiles(dir, generated);
  for (const { path } of further) (replaced.has(path) ? unused : used).push(join(dir, path));
  if (used.length > 0 && !args.json) io.out(`With your ${allOf(used)}\n`);
  if (unused.length > 0 && !args.json) {
    io.out(`Without your ${allOf(unused)}: not simulated, the simulator's board is in its place\n`);
  }
  return [...files, ...further];
}
