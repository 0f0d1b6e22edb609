import type { Plan } from '../../contract/plan.ts';
import type { FirmwarePart, Layer } from '../firmware/part.ts';
import { VERSION } from '../firmware/version.generated.ts';
import { countingView } from '../methods/probe/counting.ts';
import type { Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import { cmakeTarget } from './cmake-target.ts';
import type { FileSet, OutputFile } from './files.ts';
import { partsOf } from './parts/parts.ts';
import { Fields, rendererOf } from './template.ts';
import { enumeratorView } from './view/enumerators.ts';
import { firmwareViews } from './view/firmware.ts';
import { joiningView, joinsProject } from './view/joining.ts';
import { loopViews } from './view/loop.ts';
import { watchViews } from './view/watch.ts';

export interface PrintedRow {
  readonly path: string;
  readonly template: string;
  readonly layer: Layer;
  readonly owner?: 'user';
  readonly startup?: true;
  readonly replaced?: true;
}

/** The files of every firmware, from the board up to the loop. */
function baseRows(plan: Plan): readonly PrintedRow[] {
  if (plan.watching !== null) return watchRows(plan);
  const chip = plan.chip.name.toLowerCase();
  return [
    { path: 'kw_config.h', template: 'project/kw_config.h', layer: 'platform' },
    ...PLATFORMS[plan.platform.name].files(plan).map((file): PrintedRow => ({ ...file, layer: 'platform' })),
    { path: `kw_${chip}.h`, template: 'chips/kw_chip.h', layer: 'chip' },
    { path: `kw_${chip}.c`, template: `chips/${chip}/kw_${chip}.c`, layer: 'chip' },
    { path: 'kw_end.h', template: 'loop/kw_end.h', layer: 'methods' },
    { path: 'kw_connection.h', template: 'loop/kw_connection.h', layer: 'methods' },
    { path: 'kw_loop.h', template: 'loop/kw_loop.h', layer: 'loop' },
    { path: 'kw_loop.c', template: 'loop/kw_loop.c', layer: 'loop' },
  ];
}

/** What only watches: the loop and all below it are the application's. */
function watchRows(plan: Plan): readonly PrintedRow[] {
  return [
    { path: 'kw_config.h', template: 'platforms/iolibrary/kw_config.h', layer: 'platform' },
    { path: 'kw_end.h', template: 'loop/kw_end.h', layer: 'methods' },
    ...PLATFORMS[plan.platform.name].files(plan).map((file): PrintedRow => ({ ...file, layer: 'methods' })),
  ];
}

/** For PlatformIO. */
const LIBRARY_JSON: PrintedRow = { path: 'library.json', template: 'project/library.json', layer: 'project' };

function projectRows(plan: Plan): readonly PrintedRow[] {
  const platform: Platform = PLATFORMS[plan.platform.name];
  if (plan.watching !== null) {
    return [
      { path: 'app.c', template: 'platforms/iolibrary/app.c', layer: 'app', owner: 'user' },
      { path: 'CMakeLists.txt', template: PLATFORMS[plan.platform.name].cmake, layer: 'project' },
      { path: 'README.md', template: 'platforms/iolibrary/README.md', layer: 'project' },
      LIBRARY_JSON,
      { path: '.gitattributes', template: 'project/gitattributes', layer: 'project', owner: 'user' },
    ];
  }
  if (platform.isGuest) {
    return [
      { path: 'app.c', template: 'app/app.c', layer: 'app', owner: 'user' },
      { path: 'CMakeLists.txt', template: platform.cmake, layer: 'project' },
      { path: 'README.md', template: platform.readme ?? 'project/README.md', layer: 'project' },
      LIBRARY_JSON,
      { path: '.gitattributes', template: 'project/gitattributes', layer: 'project', owner: 'user' },
    ];
  }
  return [
    { path: 'app.c', template: 'app/app.c', layer: 'app', owner: 'user' },
    {
      path: 'main.c',
      template: plan.timer.source === 'millis' ? 'app/main-millis.c' : 'app/main.c',
      layer: 'app',
      owner: 'user',
    },
    { path: 'CMakeLists.txt', template: PLATFORMS[plan.platform.name].cmake, layer: 'project' },
    { path: 'arm-none-eabi.cmake', template: 'project/arm-none-eabi.cmake', layer: 'project' },
    { path: 'README.md', template: 'project/README.md', layer: 'project' },
    { path: '.gitattributes', template: 'project/gitattributes', layer: 'project', owner: 'user' },
  ];
}

/**
 * Prints the plan: every file of the firmware, in a stable order. Pure: the same plan gives the same bytes everywhere.
 * Throws only when a template names something that the view lacks, which is keepwire's own bug.
 *
 * @param rows what is printed instead
 */
export function render(plan: Plan, rows?: readonly PrintedRow[]): FileSet {
  const parts = plan.watching === null ? partsOf(plan) : [];
  const common = commonFields(plan, parts);
  if (rows !== undefined) return printed(rows, common);
  const [base, project] = [baseRows(plan), projectRows(plan)];
  const all = [...base, ...parts.flatMap(({ sources }) => sources), ...project];
  const joining = joinsProject(plan) ? [joiningView(plan, all.map(({ path }) => path).filter(isSource))] : [];
  return [
    ...printed(base, common),
    ...parts.flatMap(({ sources, view = {} }) => printed(sources, new Fields([view], common))),
    ...printed(project, new Fields(joining, common)),
  ];
}

/** Prints other files than the firmware's own, with what they have beside its fields. */
export function renderWith(plan: Plan, rows: readonly PrintedRow[], more: Omit<FirmwarePart, 'sources'>): FileSet {
  const parts = [...partsOf(plan), { ...more, sources: [] }];
  return printed(rows, new Fields([more.view ?? {}], commonFields(plan, parts)));
}

function isSource(path: string): boolean {
  return path.endsWith('.c');
}

function printed(rows: readonly PrintedRow[], fields: Fields): FileSet {
  const print = rendererOf(fields);
  return rows.map(
    (row): OutputFile => ({
      path: row.path,
      text: print(row.template),
      layer: row.layer,
      owner: row.owner ?? 'keepwire',
      ...(row.startup === true ? { startup: true } : {}),
      ...(row.replaced === true ? { replaced: true } : {}),
    }),
  );
}

function commonFields(plan: Plan, parts: readonly FirmwarePart[]): Fields {
  const target = cmakeTarget(plan.name);
  return new Fields([
    { name: plan.name, part: plan.mcu.part, target, keepwireVersion: VERSION },
    ...PLATFORMS[plan.platform.name].views(plan, target),
    ...firmwareViews(plan),
    enumeratorView(plan),
    ...(plan.watching === null ? [countingView(plan), ...loopViews(plan, parts)] : watchViews(plan, plan.watching)),
  ]);
}
