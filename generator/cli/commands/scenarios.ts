import type { CommandRun } from '../commands.ts';

/** The built-in scenarios, a line each. */
export const scenarios: CommandRun = async (args, io) => {
  const { BUILT_IN } = await import('../../../simulator/scenario/builtin.ts');
  if (args.json) io.json({ ok: true, scenarios: BUILT_IN.map(({ name, title }) => ({ name, title })) });
  else {
    const width = Math.max(...BUILT_IN.map(({ name }) => name.length));
    for (const { name, title } of BUILT_IN) io.out(`${name.padEnd(width)}  ${title}`);
  }
  return 0;
};
