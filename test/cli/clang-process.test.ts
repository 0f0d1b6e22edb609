/** clang in a process of its own, as the installed command runs it. */
import { expect, test } from 'vitest';
import { clangInProcess } from '../../generator/cli/simulate/clang/process.ts';
import { render } from '../../generator/emit/render.ts';
import { buildHostFirmware } from '../../simulator/engine/host/build.ts';
import { BRISK, planOfText } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';

const SPEC = JSON.stringify({ ...BRISK, chip: 'W5500' });
const plan = planOfText(SPEC);

function filesWith(app: (text: string) => string) {
  return render(plan).map((file) => (file.path === 'app.c' ? { ...file, text: app(file.text) } : file));
}

/** An expression of 2^40 terms, which the preprocessor works out term by term. */
const ENDLESS = [
  '#define TERMS0 0 ||',
  ...Array.from({ length: 40 }, (_, index) => `#define TERMS${index + 1} TERMS${index} TERMS${index}`),
  '#if TERMS40 1',
  '#endif',
].join('\n');

test('a source that keeps it busy for ever ends with a sentence', async () => {
  const files = filesWith((text) => `${ENDLESS}\n${text}`);
  expect(await buildHostFirmware({ plan, files, llvm: await clangInProcess(3_000) })).toEqual({
    ...{ ok: false, stage: 'compile' },
    text: 'clang was stopped: it has taken longer than 3 s',
  });
});

test('what the compiler says comes through, and what it makes runs', async () => {
  const llvm = await clangInProcess();
  const files = filesWith((text) => `${text}\nint x = "y";\n`);
  expect(await buildHostFirmware({ plan, files, llvm })).toMatchObject({
    ...{ ok: false, stage: 'compile' },
    text: expect.stringMatching(/app\.c:\d+:\d+: error: /),
  });
  const result = await buildHostFirmware({ plan, llvm, files: filesWith((text) => `${text}\n/* new */\n`) });
  if (!result.ok) throw new Error(result.text);
  expect(play({ spec: SPEC, plan, wasm: result.wasm }, builtIn('echo')).verdict).toBe('pass');
});
