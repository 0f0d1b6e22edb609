/** The compiler on other machines: on PATH, or in STM32CubeIDE; the paths of Windows by Node's path.win32. */
import { expect, test } from 'vitest';
import { findTool, type SearchedMachine } from '../../generator/toolchain/find-tool.ts';

const NAME = 'arm-none-eabi-gcc';
const TOOLS = 'com.st.stm32cube.ide.mcu.externaltools.gnu-tools-for-stm32';

/** A machine with these files; folders follow from them. */
function machine(
  platform: NodeJS.Platform,
  files: readonly string[],
  env: SearchedMachine['env'] = {},
): SearchedMachine {
  const separator = platform === 'win32' ? '\\' : '/';
  const list = (folder: string): readonly string[] => {
    const begin = folder.endsWith(separator) ? folder : `${folder}${separator}`;
    const below = files.filter((file) => file.startsWith(begin)).map((file) => file.slice(begin.length));
    return [...new Set(below.map((rest) => rest.split(separator)[0] ?? ''))];
  };
  return { platform, env, list, exists: (path) => files.includes(path) };
}

const onWindows = (ide: string, tools: string): string =>
  `C:\\ST\\${ide}\\STM32CubeIDE\\plugins\\${TOOLS}.${tools}\\tools\\bin\\${NAME}.exe`;
const OLD = onWindows('STM32CubeIDE_1.9.0', '10.3-2021.10.win32_1.0.0.202111181127');
const NEW = onWindows('STM32CubeIDE_1.19.0', '13.3.rel1.win32_1.0.0.202411081344');
const NEWEST = onWindows('STM32CubeIDE_1.19.0', '13.3.rel1.win32_1.0.100.202509120712');

test.each<[what: string, SearchedMachine, want: string | null]>([
  ['nothing', machine('win32', []), null],
  [
    'Windows, on PATH',
    machine('win32', ['D:\\gcc\\bin\\arm-none-eabi-gcc.exe', NEW], { Path: 'C:\\Windows;D:\\gcc\\bin' }),
    NAME,
  ],
  ['Windows, PATH without it', machine('win32', [NEW], { Path: 'C:\\Windows;;D:\\gcc\\bin' }), NEW],
  ['the newest IDE, by numbers', machine('win32', [OLD, NEW]), NEW],
  ['the newest tools of an IDE', machine('win32', [OLD, NEW, NEWEST]), NEWEST],
  ['tools without this one', machine('win32', [OLD, NEWEST.replace('gcc', 'size')]), OLD],
  ['another drive', machine('win32', [NEW.replace('C:', 'D:')], { SystemDrive: 'D:' }), NEW.replace('C:', 'D:')],
  ['no other folder of ST', machine('win32', ['C:\\ST\\STM32CubeProg\\bin\\arm-none-eabi-gcc.exe']), null],
  ['Linux, on PATH', machine('linux', ['/usr/bin/arm-none-eabi-gcc'], { PATH: '/usr/local/bin:/usr/bin' }), NAME],
  [
    'Linux, STM32CubeIDE',
    machine('linux', [`/opt/st/stm32cubeide_1.18.0/plugins/${TOOLS}.13.3.linux64_1.0.0/tools/bin/${NAME}`]),
    `/opt/st/stm32cubeide_1.18.0/plugins/${TOOLS}.13.3.linux64_1.0.0/tools/bin/${NAME}`,
  ],
  [
    'macOS',
    machine('darwin', [
      `/Applications/STM32CubeIDE.app/Contents/Eclipse/plugins/${TOOLS}.13.macos64_1/tools/bin/${NAME}`,
    ]),
    `/Applications/STM32CubeIDE.app/Contents/Eclipse/plugins/${TOOLS}.13.macos64_1/tools/bin/${NAME}`,
  ],
])('%s', (_what, it, want) => {
  expect(findTool(NAME, it)).toBe(want);
});
