/** Runs in the copy: each command line of the JSON array in argv, in one process, and prints what each of them said. */
import { readFileSync, writeFileSync } from 'node:fs';
import { templateModule } from './scripts/templates.ts';

writeFileSync('generator/emit/templates.generated.js', templateModule('templates'));
const { runCommandLine } = await import('./generator/cli/run-command-line.ts');

interface Said {
  readonly exitCode: number;
  readonly out: string;
  readonly json: unknown;
}

async function run(argv: readonly string[]): Promise<Said> {
  const lines: string[] = [];
  let json: unknown = null;
  const say = (text: string): void => {
    lines.push(text);
  };
  const exitCode = await runCommandLine(argv, {
    out: say,
    err: say,
    json: (value) => {
      json = value;
    },
    isColoured: () => false,
    paint: (_stream, _colour, text) => text,
  });
  return { exitCode, out: lines.join('\n'), json };
}

const commands = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Readonly<Record<string, readonly string[]>>;
const outcomes: Record<string, Said> = {};
for (const [name, argv] of Object.entries(commands)) outcomes[name] = await run(argv);
writeFileSync(process.argv[3] ?? '', JSON.stringify(outcomes));
process.exit(0);
