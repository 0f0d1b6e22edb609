/** Applications of the vendor's parts with keepwire beside them, ready to run on the host engine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import { PERIODS, WATCH, watched } from '../watch/firmware.ts';
import { type Built, planOfText } from '../whole/firmware.ts';
import { IOLIBRARY } from './server.ts';

/** Folders of the library whose files an application calls. */
type Part = 'Application/loopback' | 'Internet/DHCP' | 'Internet/httpServer' | 'Internet/MQTT';

/** `name`: the application in the folder apps. Its kw_app_tick is called each millisecond, in the interrupt. */
export function applicationOf(
  name: string,
  parts: readonly Part[],
  spec: Readonly<Record<string, unknown>>,
): Promise<Built> {
  const app = readFileSync(new URL(`apps/${name}.c`, import.meta.url), 'utf8');
  const plan = planOfText(JSON.stringify({ ...WATCH, ...PERIODS, ...spec }), 'watched');
  const bench = benchFiles(plan).find(({ path }) => path === 'kw_bench.c')?.text ?? '';
  const ticking = bench
    .replace('void kw_app_poll(void);', 'void kw_app_poll(void);\nvoid kw_app_tick(void);')
    .replace('    ms = ms + 1U;', '    ms = ms + 1U;\n    kw_app_tick();');
  const library = IOLIBRARY ?? '';
  const further = parts.flatMap((part) => sourcesIn(library, part));
  return watched(spec, { 'app.c': app, 'kw_bench.c': ticking }, library, further);
}

/** The same beside sockets that keepwire serves: `name` has a function kw_app_beside, which the main loop calls. */
export function besideOwned(
  name: string,
  parts: readonly Part[],
  spec: Readonly<Record<string, unknown>>,
): Promise<Built> {
  const owned = { mcu: { platform: 'iolibrary-owned' }, network: { source: 'application' }, ...spec };
  const plan = planOfText(JSON.stringify({ ...WATCH, ...PERIODS, ...owned }), 'watched');
  const textOf = (path: string): string =>
    [...render(plan), ...benchFiles(plan)].find((file) => file.path === path)?.text ?? '';
  const app = `${textOf('app.c')}\n${readFileSync(new URL(`apps/${name}.c`, import.meta.url), 'utf8')}`;
  const bench = textOf('kw_bench.c')
    .replace('int main(void);', 'int main(void);\nvoid kw_app_tick(void);\nvoid kw_app_beside(void);')
    .replace('    ms = ms + 1U;', '    ms = ms + 1U;\n    kw_app_tick();')
    .replace('    for (;;) {', '    for (;;) {\n        kw_app_beside();')
    .replace(/, \.ip = .*/, ''); // DHCP gives them
  const library = IOLIBRARY ?? '';
  const further = parts.flatMap((part) => sourcesIn(library, part));
  return watched(owned, { 'app.c': app, 'kw_bench.c': bench }, library, further);
}

function sourcesIn(library: string, folder: string): readonly string[] {
  return readdirSync(join(library, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.[ch]$/.test(path))
    .sort()
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`);
}
