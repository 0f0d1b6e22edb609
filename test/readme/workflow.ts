import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../cli/keepwire.ts';

/** The workflow file for users' CI on a firmware repository. */
export const workflow = readFileSync(join(ROOT, 'examples/ci/github-actions.yml'), 'utf8');
export const commands = [...workflow.matchAll(/^ +(?:- )?run: (.*)$/gm)].map((match) => match[1] ?? '');
/** Those that call keepwire. */
export const ours = commands.filter((command) => command.startsWith('npx keepwire '));
