import type { Plan } from '../contract/plan.ts';
import type { Spec } from '../contract/spec.ts';
import type { Problem, Result } from '../document/problem.ts';
import { parseSpec } from './input/index.ts';
import { planOf } from './plan/plan.ts';

/** The firmware of a chip check has a board of its own. */
export const CHIP_CHECK_PLATFORMS: readonly Spec['mcu']['platform'][] = ['registers', 'spl'];

/** Where the far side connects, if the spec has no server. */
const USUAL_PORT = 5000;

/** The plan of the firmware that measures the chip on the board of a spec; or why there can be none. */
export function planChipCheck(spec: Spec): Result<Plan> {
  const problems = unfit(spec);
  if (problems.length > 0) return { ok: false, problems };
  const { chip, mcu, network, timer, wiring } = spec;
  const text = JSON.stringify({
    name: `${spec.name}-chip-check`,
    ...{ chip, mcu, network, wiring },
    timer: { ...timer, source: 'timer' }, // nobody else keeps the time
    // The board asks for these; the checks set RTR and RCR themselves, and nothing counts silence.
    keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
    trace: 'usart1',
    sockets: [{ port: controlPortOf(spec), count: 2 }],
  });
  const parsed = parseSpec(text, { defaultName: spec.name });
  return parsed.ok ? { ok: true, value: planOf(parsed.value) } : parsed;
}

/** The port of the control connection; the next one is for the checks, and the third one has to be closed. */
export function controlPortOf({ sockets }: Pick<Spec, 'sockets'>): number {
  const port = sockets.find(({ role }) => role === 'server')?.port ?? USUAL_PORT;
  return Math.min(port, 0xffff - 2);
}

function unfit({ mcu }: Spec): readonly Problem[] {
  if (CHIP_CHECK_PLATFORMS.includes(mcu.platform)) return [];
  const message = `Found ${mcu.platform}. The firmware of a chip check sets up the board itself. Allowed: ${CHIP_CHECK_PLATFORMS.join(' and ')}.`;
  return [{ pointer: '/mcu/platform', rule: 'chip-check/platform', message }];
}
