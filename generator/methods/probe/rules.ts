import type { RuleFinding } from '../../../contract/rule.ts';
import type { MethodContext, MethodRule } from '../method.ts';

/** Sn_KPALVTR: eight bits in units of 5 s (W5500 datasheet p. 57). */
const UNIT_S = 5;
const LONGEST_S = 255 * UNIT_S;

/** The JSON Pointer of each socket's keepalive: of the socket's own key if it is given, else of the top-level key. */
function byChip({ spec, given }: MethodContext): readonly {
  readonly pointer: string;
  readonly own: string;
  readonly first: number;
  readonly next: number;
}[] {
  return spec.sockets.flatMap(({ keepalive }, index) => {
    if (keepalive?.by !== 'chip') return [];
    const own = `/sockets/${index}/keepalive`;
    const { NO_DATA_PERIOD: first, KA_SEND_PERIOD: next } = keepalive;
    return [{ pointer: given(`${own}/by`) ? own : '/keepalive', own, first, next }];
  });
}

export const probeRules: readonly MethodRule[] = [
  {
    id: 'keepalive/chip-timer',
    needs: ['/chip', '/keepalive/by', '/sockets/*/keepalive'],
    check: (context) =>
      context.chip.keepaliveTimer !== undefined
        ? []
        : byChip(context).map(({ pointer }) => ({
            pointer: `${pointer}/by`,
            message: `Found "chip". The ${context.chip.name} has no keepalive timer of its own, only the command SEND_KEEP. Allowed: "timer".`,
          })),
  },
  {
    id: 'keepalive/chip-period',
    needs: ['/chip', '/keepalive', '/sockets/*/keepalive'],
    check: (context) =>
      context.chip.keepaliveTimer === undefined ? [] : byChip(context).flatMap((it) => wrongPeriod(context, it)),
  },
];

function wrongPeriod(
  { given }: MethodContext,
  { own, first, next }: ReturnType<typeof byChip>[number],
): readonly RuleFinding[] {
  const at = (key: string): string => {
    if (given(`${own}/${key}`)) return `${own}/${key}`;
    return given(own) ? own : `/keepalive/${key}`;
  };
  const period = 'The chip\'s timer ("by": "chip") has one period';
  if (!isUnit(first)) {
    const message = `Found ${first}. ${period}, of ${UNIT_S} to ${LONGEST_S} s in steps of ${UNIT_S}. Nearest: ${nearestTwo(first)}.`;
    return [{ pointer: at('NO_DATA_PERIOD'), message }];
  }
  if (first === next) return [];
  const message = `Found ${next}, and NO_DATA_PERIOD ${first}. ${period}. Allowed: the same for both, for example ${first}.`;
  return [{ pointer: at('KA_SEND_PERIOD'), message }];
}

function isUnit(seconds: number): boolean {
  return seconds % UNIT_S === 0 && seconds <= LONGEST_S;
}

function nearestTwo(seconds: number): string {
  if (seconds < UNIT_S) return `${UNIT_S} or ${2 * UNIT_S}`;
  if (seconds > LONGEST_S) return `${LONGEST_S - UNIT_S} or ${LONGEST_S}`;
  const below = Math.floor(seconds / UNIT_S) * UNIT_S;
  return `${below} or ${below + UNIT_S}`;
}
