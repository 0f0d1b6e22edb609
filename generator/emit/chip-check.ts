import type { Plan } from '../../contract/plan.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import type { FileSet } from './files.ts';
import { type PrintedRow, renderWith } from './render.ts';

/** Prints the plan of `planChipCheck`. */
export function renderChipCheck(plan: Plan): FileSet {
  const view = { chipTimer: plan.chip.name === 'W5500', controlPort: plan.sockets[0]?.port ?? 0 };
  return renderWith(plan, rowsOf(plan), { traits: ['measures'], view });
}

function rowsOf(plan: Plan): readonly PrintedRow[] {
  const chip = plan.chip.name.toLowerCase();
  const own = ['kw_report.h', 'kw_report.c', 'kw_bench.h', 'kw_bench.c', 'kw_checks.h', 'kw_checks.c'];
  const checks = ['chip', 'timeouts', 'events', 'closing', 'raw'].map((name) => `kw_checks_${name}.c`);
  return [
    { path: 'kw_config.h', template: 'chip-check/kw_config.h', layer: 'platform' },
    ...PLATFORMS[plan.platform.name].files(plan).map((file): PrintedRow => ({ ...file, layer: 'platform' })),
    { path: 'kw_time.h', template: 'methods/probe/kw_time.h', layer: 'platform' },
    { path: 'kw_tick.c', template: 'methods/probe/tick.c', layer: 'platform' },
    { path: `kw_${chip}.h`, template: 'chips/kw_chip.h', layer: 'chip' },
    { path: `kw_${chip}.c`, template: `chips/${chip}/kw_${chip}.c`, layer: 'chip' },
    ...[...own, ...checks, 'main.c'].map(
      (path): PrintedRow => ({ path, template: `chip-check/${path}`, layer: 'app' }),
    ),
    { path: 'CMakeLists.txt', template: PLATFORMS[plan.platform.name].cmake, layer: 'project' },
    { path: 'arm-none-eabi.cmake', template: 'project/arm-none-eabi.cmake', layer: 'project' },
    { path: 'README.md', template: 'chip-check/README.md', layer: 'project' },
  ];
}
