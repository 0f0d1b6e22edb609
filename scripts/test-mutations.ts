/**
 * `npm run test:mutations`: breaks the code in the places of `mutations/list.ts`, one at a time, in a copy of the
 * checkout, and shows that `npm test` catches each. Until one fails, these run: the tests that the list names or those in
 * the folder of the same name, then all that vitest relates to the file, those of the tier `quick` first. At the end the
 * tests that caught something run without a mutation: they must pass.
 *
 *     npm run test:mutations -- [--list] [--only NUMBER|NAME]… [--maxWorkers N]
 *
 * Exit codes: 0 all are caught; 1 one is not, or the list does not fit the sources; 2 wrong arguments; 130 interrupted.
 */
import { parseArgs } from 'node:util';
import { MUTATIONS, type Mutation } from './mutations/list.ts';
import { Runner } from './mutations/runner.ts';

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        list: { type: 'boolean' },
        only: { type: 'string', multiple: true },
        maxWorkers: { type: 'string', default: '100%' },
      },
    });
    return { ...values, mutations: values.only?.map(find) ?? MUTATIONS };
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    process.exit(2);
  }
}

const numberOf = (mutation: Mutation): number => MUTATIONS.indexOf(mutation) + 1;
const titleOf = (mutation: Mutation): string => `${numberOf(mutation)} ${mutation.part}/${mutation.name}`;

function find(wanted: string): Mutation {
  const found = MUTATIONS.find((it) => `${numberOf(it)}` === wanted || it.name === wanted);
  if (found === undefined) throw new Error(`no mutation has the number or name ${wanted}; --list shows all`);
  return found;
}

/** Returns whether all are caught, by tests that pass without them. */
async function testAll(runner: Runner, mutations: readonly Mutation[]): Promise<boolean> {
  const catching: string[] = [];
  for (const mutation of mutations) {
    const startedMs = performance.now();
    const caught = await runner.caughtBy(mutation);
    const took = `${Math.round((performance.now() - startedMs) / 1000)} s`;
    if (caught === undefined) console.log(`${titleOf(mutation)}: NOT CAUGHT (${took}). ${mutation.harm}`);
    else console.log(`${titleOf(mutation)}: caught by ${caught.file} (${took}): ${caught.test}`);
    if (caught !== undefined) catching.push(caught.file);
  }
  const broken = await runner.failing([...new Set(catching)]);
  for (const { file, test } of broken) console.log(`${file} fails without a mutation, too: ${test}`);
  console.log(`${catching.length} of ${mutations.length} mutations are caught`);
  return catching.length === mutations.length && broken.length === 0;
}

async function main(mutations: readonly Mutation[], maxWorkers: string): Promise<number> {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => abort.abort());
  const runner = new Runner(maxWorkers, abort.signal);
  try {
    return (await testAll(runner, mutations)) ? 0 : 1;
  } catch (error) {
    console.error(abort.signal.aborted ? 'interrupted' : `error: ${(error as Error).message}`);
    return abort.signal.aborted ? 130 : 1;
  } finally {
    runner.remove();
  }
}

const { list, mutations, maxWorkers } = readOptions();
if (list) for (const mutation of mutations) console.log(`${titleOf(mutation)}: ${mutation.file}\n    ${mutation.harm}`);
else process.exitCode = await main(mutations, maxWorkers);
