/** Which application a command runs, and in which folder it is looked for. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { firmwareFolder } from '../../generator/cli/firmware-folder.ts';
import { applicationIn, applicationText } from '../../generator/cli/simulate/application.ts';
import { render } from '../../generator/emit/render.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOfText } from '../whole/firmware.ts';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const at = (path: string) => join(folder.path, path);
const IN_FIRMWARE = JSON.stringify({ ...JSON.parse(SPEC), out: 'fw' });

function folderOf(out: string | undefined, key: string | null, file = 'specs/s.json'): string {
  const spec = parseSpec(JSON.stringify({ ...JSON.parse(SPEC), out: key }), { defaultName: 's' });
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
  return firmwareFolder({ out }, { file, spec: spec.value });
}

describe('the folder of the firmware', () => {
  test.each([
    ['is out in the working directory', undefined, null, 'out'],
    ['is the spec’s, from where the spec is', undefined, 'fw', 'specs/fw'],
    ['is the command line’s before all', 'mine', 'fw', 'mine'],
  ])('%s', (_name, out, key, want) => expect(folderOf(out, key)).toBe(want));

  test.each(['/etc', '../fw', 'a/../b', 'C:\\fw', ''])('cannot be %j in a spec', (key) => {
    expect(() => folderOf(undefined, key)).toThrow(/a relative path of letters/);
  });
});

describe('the application', () => {
  const generated = render(planOfText(SPEC, 's'));
  const text = generated.find(({ path }) => path === 'app.c')?.text ?? '';
  const app = (content: string | null) => {
    mkdirSync(at('fw/s'), { recursive: true });
    if (content !== null) writeFileSync(at('fw/s/app.c'), content);
    return applicationIn(at('fw/s'), generated);
  };

  test('is the template’s without a file', () => {
    const found = app(null);
    expect(found).toEqual({ source: 'template', file: at('fw/s/app.c') });
    expect(applicationText(found)).toBe(`Application: the generated echo; there is no ${at('fw/s/app.c')}`);
  });

  test('is a file as generated', () => {
    expect(applicationText(app(text))).toBe(`Application: ${at('fw/s/app.c')}, as generated`);
  });

  test('is the user’s', () => {
    expect(applicationText(app(`${text}\n/* mine */\n`))).toBe(`Application: ${at('fw/s/app.c')}`);
  });
});

test('every command finds the folder that the spec names, and says which application runs', async () => {
  folder.write('s.json', IN_FIRMWARE);
  expect((await keepwire(folder.path, ['generate', 's.json'])).exitCode).toBe(0);
  expect(existsSync(at('fw/s/app.c'))).toBe(true);
  const args = ['simulate', 's.json', '--scenario', 'fin-at-once'];
  expect((await keepwire(folder.path, args)).stdout).toMatch(/^Application: fw\/s\/app\.c, as generated\n/);
  writeFileSync(
    at('fw/s/app.c'),
    readFileSync(at('fw/s/app.c'), 'utf8').replace('(void)kw_socket_send', '(void)0; //'),
  );
  expect((await keepwire(folder.path, args)).stdout).toMatch(/^Application: fw\/s\/app\.c\n/);
  const { stdout } = await keepwire(folder.path, [...args, '--out', 'other', '--json']);
  expect(JSON.parse(stdout).application).toEqual({ source: 'template', file: 'other/s/app.c' });
});

test('so does compile', async () => {
  folder.write('s.json', IN_FIRMWARE);
  const first = await keepwire(folder.path, ['compile', 's.json']);
  expect(first.stdout).toMatch(/^Application: fw\/s\/app\.c, as generated\n/);
  writeFileSync(at('fw/s/app.c'), '#error mine\n');
  const second = await keepwire(folder.path, ['compile', 's.json']);
  expect(second.stdout).toBe('Application: fw/s/app.c');
  expect(second.stderr).toMatch(/app\.c:1:2: error: #error mine/);
  const { stdout } = await keepwire(folder.path, ['compile', 's.json', '--json']);
  expect(JSON.parse(stdout).outputs[0].application).toEqual({ source: 'user', file: 'fw/s/app.c' });
  const elsewhere = await keepwire(folder.path, ['compile', 's.json', '--out', 'other', '--json']);
  const [output] = JSON.parse(elsewhere.stdout).outputs;
  expect(output.application).toEqual({ source: 'generated', file: 'other/s/app.c' });
  expect(output.elf).toMatch(/other\/s\//);
});
