import { existsSync, readdirSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** What a search for a tool looks at; another machine's in tests. */
export interface SearchedMachine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  /** Names in a folder; empty where there is none. */
  readonly list: (folder: string) => readonly string[];
}

const THIS_MACHINE: SearchedMachine = {
  platform: process.platform,
  env: process.env,
  exists: existsSync,
  list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
};

/** Found once a process: a folder of PATH may be on a slow network. */
const found = new Map<string, string>();

/** The command that starts a tool of the compiler: its name where PATH has it, otherwise that of STM32CubeIDE. */
export function toolCommand(name: string): string {
  const command = found.get(name) ?? findTool(name, THIS_MACHINE) ?? name;
  found.set(name, command);
  return command;
}

/**
 * A tool on PATH, or, where it is not, the one that STM32CubeIDE has brought: the newest of the newest IDE. Its installer adds
 * nothing to PATH. Null: neither is there.
 */
export function findTool(name: string, machine: SearchedMachine): string | null {
  const isWindows = machine.platform === 'win32';
  const { delimiter, join } = isWindows ? win32 : posix;
  const file = isWindows ? `${name}.exe` : name;
  const folders = (machine.env.PATH ?? machine.env.Path ?? '').split(delimiter).filter((it) => it !== '');
  if (folders.some((folder) => machine.exists(join(folder, file)))) return name;
  const tools = pluginFolders(machine).flatMap((plugins) =>
    newestFirst(machine.list(plugins).filter((it) => it.startsWith(GNU_TOOLS))).map((it) =>
      join(plugins, it, 'tools', 'bin', file),
    ),
  );
  return tools.find((path) => machine.exists(path)) ?? null;
}

const GNU_TOOLS = 'com.st.stm32cube.ide.mcu.externaltools.gnu-tools-for-stm32.';

/** Where installers of STM32CubeIDE put its plug-ins, the newest IDE first (UM2563, "STM32CubeIDE installation guide"). */
function pluginFolders({ env, list, platform }: SearchedMachine): readonly string[] {
  if (platform === 'win32') {
    const root = win32.join(`${env.SystemDrive ?? 'C:'}\\`, 'ST');
    const ides = newestFirst(list(root).filter((it) => /^STM32CubeIDE_/i.test(it)));
    return ides.map((ide) => win32.join(root, ide, 'STM32CubeIDE', 'plugins'));
  }
  if (platform === 'darwin') return ['/Applications/STM32CubeIDE.app/Contents/Eclipse/plugins'];
  const ides = newestFirst(list('/opt/st').filter((it) => it.startsWith('stm32cubeide_')));
  return ides.map((ide) => posix.join('/opt/st', ide, 'plugins'));
}

/** 1.19.0 is newer than 1.9.0. */
function newestFirst(names: readonly string[]): readonly string[] {
  return names.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}
