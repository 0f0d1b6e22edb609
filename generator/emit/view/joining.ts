import type { Plan } from '../../../contract/plan.ts';
import type { Toolchain } from '../../cubemx/system.ts';
import { VERSION } from '../../firmware/version.generated.ts';
import type { Platform } from '../../platforms/platform.ts';
import { PLATFORMS } from '../../platforms/registry.ts';

/** A line for a section of CubeMX's main.c that survives Generate Code. */
export interface UserCode {
  /** As it stands in the comment. */
  readonly section: string;
  readonly line: string;
}

/** Whether the firmware is a part of a project, which has board and main. */
export function joinsProject(plan: Plan): boolean {
  const platform: Platform = PLATFORMS[plan.platform.name];
  return platform.isGuest === true || plan.watching !== null;
}

/** What the user writes into main.c. Empty: the firmware has a main of its own. */
export function userCodeOf(plan: Plan): readonly UserCode[] {
  if (!joinsProject(plan)) return [];
  const [start, poll] =
    plan.watching === null
      ? [`kw_loop_init(${plan.network.source === 'application' ? '&network' : ''});`, '(void)kw_loop_poll();']
      : ['kw_watch_init(NULL);', 'kw_watch_poll(HAL_GetTick());'];
  return [
    { section: 'USER CODE BEGIN Includes', line: `#include "${headerOf(plan)}"` },
    { section: 'USER CODE BEGIN 2', line: start },
    { section: 'USER CODE BEGIN 3', line: poll },
  ];
}

function headerOf({ watching }: Plan): string {
  return watching === null ? 'kw_loop.h' : 'kw_watch.h';
}

/** What the README says of build systems. `all`: the C files of the folder. */
export function joiningView(plan: Plan, all: readonly string[]) {
  const sources = builtOf(plan, all);
  const inProject = `Core/keepwire/${plan.name}`;
  return {
    inProject,
    ownHeader: headerOf(plan),
    cmakeLines: cmakeLines(inProject, sources),
    makeLines: makeLines(inProject, sources),
    sourceNames: sources.map((path) => `\`${path}\``).join(', '),
    sourceFilter: JSON.stringify(sources.map((path) => `+<${path}>`)),
    foreignHeaders: FOREIGN_HEADERS[plan.platform.name] ?? 'the headers that your `kw_port.c` includes',
    userCode: userCodeOf(plan),
    mostDelayMs: plan.watching?.callEveryMs ?? plan.loop.callEveryMs,
    libraryVersion: VERSION,
  };
}

/** The C files that belong into the project's build. */
function builtOf(plan: Plan, all: readonly string[]): readonly string[] {
  // As written it is an example beside the application's own loop.
  return plan.watching === null ? all : all.filter((path) => path !== 'app.c');
}

function cmakeLines(inProject: string, sources: readonly string[]): string {
  return [
    `target_sources(\${CMAKE_PROJECT_NAME} PRIVATE`,
    ...sources.map((path) => `    ${inProject}/${path}`),
    ')',
    `target_include_directories(\${CMAKE_PROJECT_NAME} PRIVATE ${inProject})`,
  ].join('\n');
}

function makeLines(inProject: string, sources: readonly string[]): string {
  const list = sources.map((path) => `${inProject}/${path}`).join(' \\\n  ');
  return `C_SOURCES += ${list}\nC_INCLUDES += -I${inProject}`;
}

/**
 * What a project's build system needs, in lines to read or to copy.
 *
 * @param inProject the firmware's folder, seen from the project's
 * @param all the C files in it
 * @returns empty where nothing is known of the build system
 */
export function buildLinesOf(
  plan: Plan,
  toolchain: Toolchain,
  inProject: string,
  all: readonly string[],
): readonly string[] {
  const sources = builtOf(plan, all);
  switch (toolchain) {
    case 'cubeide':
      return inProject.startsWith('Core/')
        ? [
            `STM32CubeIDE builds ${inProject}, as all below Core. In main.c: #include "../${inProject.slice('Core/'.length)}/${headerOf(plan)}"`,
          ]
        : [`STM32CubeIDE builds what is below Core: --out Core/keepwire puts the folder there.`];
    case 'cmake':
      return ["At the end of the project's CMakeLists.txt:", ...cmakeLines(inProject, sources).split('\n')];
    case 'makefile':
      return ['In the Makefile, behind C_INCLUDES:', ...makeLines(inProject, sources).split('\n')];
    case 'keil':
    case 'iar':
      return [
        `In the project: ${inProject} on the include path, C11, and these files:`,
        ...sources.map((path) => `${inProject}/${path}`),
      ];
    default:
      return [];
  }
}

const FOREIGN_HEADERS: Readonly<Record<string, string>> = {
  hal: "`main.h` and ST's HAL",
  iolibrary: "WIZnet's ioLibrary",
  'iolibrary-owned': "WIZnet's ioLibrary",
};
