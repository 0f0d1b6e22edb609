import type { Plan } from '../../../contract/plan.ts';
import type { Toolchain } from '../../cubemx/system.ts';
import { VERSION } from '../../firmware/version.generated.ts';
import type { Platform } from '../../platforms/platform.ts';
import { PLATFORMS } from '../../platforms/registry.ts';

/** A line that the user writes. */
export interface UserCode {
  /** A section of CubeMX's main.c that survives Generate Code, as it stands in the comment; or where else, in words. */
  readonly section: string;
  readonly isMark: boolean;
  readonly line: string;
}

/** What is known of the project that the lines go into. */
export interface KnownProject {
  /** It is one of STM32CubeMX. */
  readonly isCube: boolean;
  readonly hasRtos: boolean;
}

/** Whether the firmware is a part of a project, which has board and main. */
export function joinsProject(plan: Plan): boolean {
  const platform: Platform = PLATFORMS[plan.platform.name];
  return platform.isGuest === true || plan.watching !== null;
}

/** Where nothing names the project: one on HAL is made by CubeMX, one of another kind need not be. */
function usualProject({ platform }: Plan): KnownProject {
  return { isCube: platform.name !== 'custom', hasRtos: false };
}

/** What the user writes into the project. Empty: the firmware has a main of its own. */
export function userCodeOf(plan: Plan, project: KnownProject = usualProject(plan)): readonly UserCode[] {
  if (!joinsProject(plan)) return [];
  const [start, poll] =
    plan.watching === null
      ? [`kw_loop_init(${plan.network.source === 'application' ? '&network' : ''});`, '(void)kw_loop_poll();']
      : ['kw_watch_init(NULL);', 'kw_watch_poll(HAL_GetTick());'];
  const include = `#include "${headerOf(plan)}"`;
  const places = placesOf(project);
  return [
    { ...places.include, line: include },
    { ...places.start, line: start },
    { ...places.poll, line: poll },
  ];
}

type Place = Omit<UserCode, 'line'>;

/** With an RTOS main's loop never runs, and one task calls everything. */
function placesOf({ isCube, hasRtos }: KnownProject): Readonly<Record<'include' | 'start' | 'poll', Place>> {
  const mark = (name: string): Place => ({ section: `USER CODE BEGIN ${name}`, isMark: true });
  const words = (section: string): Place => ({ section, isMark: false });
  const include = isCube && !hasRtos ? mark('Includes') : words('at the top of the file');
  if (hasRtos)
    return { include, start: words('in one task, before its loop'), poll: words('in the loop of that task') };
  if (isCube) return { include, start: mark('2'), poll: mark('3') };
  return { include, start: words('once, after clock and pins are set up'), poll: words('in the main loop') };
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
    foreignFlags: plan.platform.library === null ? '-ICore/Inc' : '-Ilib/ioLibrary_Driver/Ethernet',
    foreignHeaders: FOREIGN_HEADERS[plan.platform.name] ?? 'the headers that your `kw_port.c` includes',
    ...userCodeView(plan),
    mostDelayMs: plan.watching?.callEveryMs ?? plan.loop.callEveryMs,
    libraryVersion: VERSION,
  };
}

/** Of the README: a row for each line. */
function userCodeView(plan: Plan) {
  const rows = userCodeOf(plan);
  const isCube = rows.every(({ isMark }) => isMark);
  return {
    userCodeWhere: isCube ? 'In `main.c`, between the marks that CubeMX keeps:' : 'In your code:',
    userCodeHead: isCube ? 'after' : 'where',
    userCode: rows.map(({ section, isMark, line }) => ({ place: isMark ? `\`/* ${section} */\`` : section, line })),
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
