/**
 * Random faults on wire, chip, SPI, power, hosts and timing, against the firmware of each example with its application:
 * nothing hangs, every socket serves a new peer within the recovery bound, and no living peer is closed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, test } from 'vitest';
import { type Built, built, EXAMPLES_FOLDER } from './firmware.ts';
import { recovers } from './recovers.ts';
import { seeds } from './share.ts';

const FILES = ['', 'applications/'].flatMap((folder) =>
  readdirSync(join(EXAMPLES_FOLDER, folder)).flatMap((name) => (name.endsWith('.json') ? [`${folder}${name}`] : [])),
);

/**
 * Projects of STM32CubeMX: a spec beside the `.ioc` file, and the application where the project has it. Not the gauge: its
 * application sets the chip up, once at the start, so that a reset of the chip is nothing that keepwire recovers from.
 */
const PROJECTS = ['projects/panel-f411/panel.json'];

function projectOf(file: string): { readonly files: Files; readonly named: Files } {
  const [folder, name] = [join(EXAMPLES_FOLDER, dirname(file)), basename(file, '.json')];
  const textOf = (path: string): string => readFileSync(join(folder, path), 'utf8');
  const app = textOf(`Core/keepwire/${name}/app.c`);
  return { files: { 'app.c': app }, named: { [`${name}.ioc`]: textOf(`${name}.ioc`) } };
}

type Files = Readonly<Record<string, string>>;

/** The user's files beside a spec: in the folder of its name, where there is one. */
function applicationOf(file: string): Files {
  const folder = join(EXAMPLES_FOLDER, file.replace(/\.json$/, ''));
  if (!existsSync(folder)) return {};
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe.each([...FILES, ...PROJECTS])('examples/%s', (file) => {
  let firmware: Built;
  beforeAll(async () => {
    const spec = readFileSync(join(EXAMPLES_FOLDER, file), 'utf8');
    const { files, named } = PROJECTS.includes(file) ? projectOf(file) : { files: applicationOf(file), named: {} };
    firmware = await built(spec, files, basename(file, '.json'), named);
  });

  test('recovers from every fault', () => {
    recovers(firmware, seeds(2, 500), `examples/${file}`);
  });
});
