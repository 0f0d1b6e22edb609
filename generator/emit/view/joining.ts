import type { Plan } from '../../../contract/plan.ts';
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
      ? ['kw_loop_init();', '(void)kw_loop_poll();']
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
  // As written it is an example beside the application's own loop.
  const sources = plan.watching === null ? all : all.filter((path) => path !== 'app.c');
  const inProject = `Core/keepwire/${plan.name}`;
  return {
    inProject,
    ownHeader: headerOf(plan),
    sources: sources.map((path) => `${inProject}/${path}`),
    sourceList: sources.map((path) => `${inProject}/${path}`).join(' \\\n  '),
    sourceNames: sources.map((path) => `\`${path}\``).join(', '),
    sourceFilter: JSON.stringify(sources.map((path) => `+<${path}>`)),
    foreignHeaders: FOREIGN_HEADERS[plan.platform.name] ?? 'the headers that your `kw_port.c` includes',
    userCode: userCodeOf(plan),
    mostDelayMs: plan.watching?.callEveryMs ?? USUAL_DELAY_MS,
    libraryVersion: VERSION,
  };
}

const FOREIGN_HEADERS: Readonly<Record<string, string>> = {
  hal: "`main.h` and ST's HAL",
  iolibrary: "WIZnet's ioLibrary",
};

/** Of a loop that is to answer at once; nothing breaks by a longer one. */
const USUAL_DELAY_MS = 1;
