import type { Plan } from '../../contract/plan.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import type { FileSet, Layer, OutputFile } from './files.ts';
import { rendererOf } from './template.ts';
import { enumeratorView } from './view/enumerators.ts';
import { firmwareView } from './view/firmware.ts';
import { watchView } from './view/watch.ts';

interface Row {
  readonly path: string;
  readonly template: string;
  readonly layer: Layer;
  readonly owner?: 'user';
  readonly startup?: true;
  readonly replaced?: true;
}

/** Only what a spec asks for is in its firmware. */
const TRACE: readonly Row[] = [
  { path: 'trace.h', template: 'loop/trace.h', layer: 'loop' },
  { path: 'trace.c', template: 'loop/trace.c', layer: 'loop' },
];

/** Files that are there only when the view's flag says so. */
const OPTIONAL: readonly (readonly [flag: 'watches' | 'finds' | 'clients' | 'upkeep', name: string])[] = [
  ['watches', 'watch'],
  ['finds', 'messages'],
  ['clients', 'client'],
  ['upkeep', 'upkeep'],
];

type Flags = Readonly<Record<(typeof OPTIONAL)[number][0], boolean>>;

function optionalRows(flags: Flags): readonly Row[] {
  return OPTIONAL.filter(([flag]) => flags[flag]).flatMap(([, name]) =>
    ['h', 'c'].map((suffix): Row => ({ path: `${name}.${suffix}`, template: `loop/${name}.${suffix}`, layer: 'loop' })),
  );
}

/** Which template makes which file. */
function rows(plan: Plan, flags: Flags): readonly Row[] {
  const platform = PLATFORMS[plan.platform.name];
  const chip = plan.chip.name.toLowerCase();
  return [
    { path: 'kw_config.h', template: 'project/kw_config.h', layer: 'platform' },
    ...platform.files(plan).map((file): Row => ({ ...file, layer: 'platform' })),
    { path: `${chip}.h`, template: 'chip/chip.h', layer: 'chip' },
    { path: `${chip}.c`, template: `chip/${chip}.c`, layer: 'chip' },
    { path: 'keepalive.h', template: 'keepalive/keepalive.h', layer: 'keepalive' },
    { path: 'keepalive.c', template: 'keepalive/keepalive.c', layer: 'keepalive' },
    { path: 'socket_loop.h', template: 'loop/socket_loop.h', layer: 'loop' },
    { path: 'socket_loop.c', template: 'loop/socket_loop.c', layer: 'loop' },
    ...optionalRows(flags),
    ...(plan.trace === null ? [] : TRACE),
    { path: 'app.c', template: 'app/app.c', layer: 'app', owner: 'user' },
    { path: 'main.c', template: 'app/main.c', layer: 'app', owner: 'user' },
    { path: 'CMakeLists.txt', template: platform.cmake, layer: 'project' },
    { path: 'arm-none-eabi.cmake', template: 'project/arm-none-eabi.cmake', layer: 'project' },
    { path: 'README.md', template: 'project/README.md', layer: 'project' },
  ];
}

/**
 * Prints the plan: every file of the firmware, in a stable order. Pure: the same plan gives the same bytes everywhere.
 * Throws only when a template names something that the view lacks, which is keepwire's own bug.
 */
export function render(plan: Plan): FileSet {
  const watching = watchView(plan);
  const table = rows(plan, watching);
  const view = merge(
    { name: plan.name, part: plan.mcu.part, target: cmakeTarget(plan.name) },
    PLATFORMS[plan.platform.name].view(plan, cmakeTarget(plan.name)),
    firmwareView(plan),
    enumeratorView(plan),
    watching,
  );
  const renderTemplate = rendererOf(view);
  return table.map(
    (row): OutputFile => ({
      path: row.path,
      text: renderTemplate(row.template),
      layer: row.layer,
      owner: row.owner ?? 'keepwire',
      ...(row.startup === true ? { startup: true } : {}),
      ...(row.replaced === true ? { replaced: true } : {}),
    }),
  );
}

/** One view of several; two parts that claim the same field would silently print the wrong one. */
function merge(...views: readonly Readonly<Record<string, unknown>>[]): object {
  const merged: Record<string, unknown> = {};
  for (const [key, value] of views.flatMap((view) => Object.entries(view))) {
    if (key in merged) throw new Error(`two views define ${key}`);
    merged[key] = value;
  }
  return merged;
}

/** A CMake target must not hold `.` at its ends or spaces; the spec's name is already a safe file name. */
function cmakeTarget(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, '_');
}
