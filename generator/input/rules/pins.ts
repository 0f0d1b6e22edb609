import type { RuleFinding } from '../../../contract/rule.ts';
import { CHIPS } from '../../chips/registry.ts';
import { FAMILIES } from '../../hardware/families.ts';
import { hasPin, isOscillatorPin } from '../../hardware/pins.ts';
import { spiNamed } from '../../hardware/spi.ts';
import { ownsBoard, type Rule, type RuleContext } from './rule.ts';

const KEYS = ['cs', 'reset', 'interrupt'] as const;
type PinKey = (typeof KEYS)[number];

/** One row a pin, so that a misspelt pin does not keep the others from being judged. */
function eachPin(
  id: string,
  needs: readonly string[],
  judge: (pin: string, context: RuleContext) => string | null,
): readonly Rule[] {
  return KEYS.map((key) => ({
    id,
    needs: [`/wiring/${key}`, '/mcu/platform', ...needs],
    check: (context) => {
      if (!ownsBoard(context.spec)) return [];
      const pin = context.spec.wiring[key];
      const message = pin === null ? null : judge(pin, context);
      return message === null ? [] : [{ pointer: `/wiring/${key}`, message }];
    },
  }));
}

export const pinRules: readonly Rule[] = [
  ...eachPin('pins/exists', ['/mcu/part'], (pin, { part }) =>
    hasPin(part, pin) ? null : `Found ${pin}${noPin(part, pin)}`,
  ),
  ...eachPin('pins/debug', ['/mcu/part'], (pin, { part }) =>
    FAMILIES[part.family].debugPins.swd.includes(pin)
      ? `Found ${pin}, which belongs to the debugger (SWD). Allowed: any other free pin.`
      : null,
  ),
  ...eachPin('pins/crystal', ['/mcu/part', '/mcu/clock/source'], (pin, { part, spec }) =>
    spec.mcu.clock.source === 'HSE' && isOscillatorPin(part, pin)
      ? `Found ${pin}, which the crystal occupies. Allowed: any other free pin, or the clock source HSI.`
      : null,
  ),
  {
    id: 'pins/reset',
    needs: ['/chip', '/wiring/reset'],
    check: ({ spec }) => {
      if (spec.wiring.reset !== null || !CHIPS[spec.chip].needsResetPin) return [];
      const why = `a ${spec.chip} needs a pulse on nRESET after power-up and after a broken SPI frame`;
      return [{ pointer: '/wiring/reset', message: `Found null; ${why}. Allowed: the pin that nRESET is wired to.` }];
    },
  },
  { id: 'pins/used-once', needs: ['/mcu/part', '/mcu/platform'], check: usedTwice },
];

/** Why the part has no such pin; its pins are written with capital letters. */
function noPin(part: RuleContext['part'], pin: string): string {
  const upper = pin.toUpperCase();
  if (hasPin(part, upper)) return `. Pins are written with capital letters: "${upper}".`;
  return `, which the ${part.name} does not have. Allowed: a pin of its package.`;
}

function usedTwice(context: RuleContext): readonly RuleFinding[] {
  const users = new Map([...spiUsers(context), ...traceUsers(context)]);
  const findings: RuleFinding[] = [];
  for (const key of KEYS.filter((it) => context.sound(`/wiring/${it}`))) {
    const pin = context.spec.wiring[key];
    if (pin === null) continue;
    const user = users.get(pin);
    if (user === undefined) users.set(pin, nameOf(key));
    else findings.push(taken(key, pin, user, context));
  }
  return findings;
}

/** The problem stands where the user wrote the pin; a default that another pin runs into is named. */
function taken(key: PinKey, pin: string, user: string, context: RuleContext): RuleFinding {
  const other = KEYS.find((it) => nameOf(it) === user);
  const isDefault = !context.given(`/wiring/${key}`);
  const shown = isDefault && other !== undefined && context.given(`/wiring/${other}`) ? other : key;
  const advice = isDefault ? ` (${pin} is the default of "${key}"; give both.)` : '';
  const message = `Found ${pin} for "${key}". This pin is already ${user}. Use another pin.${advice}`;
  return { pointer: `/wiring/${shown}`, message };
}

function nameOf(key: PinKey): string {
  return `"${key}"`;
}

function traceUsers({ spec, part, sound }: RuleContext): readonly (readonly [pin: string, user: string])[] {
  if (!sound('/trace') || spec.trace === null) return [];
  return [[FAMILIES[part.family].usart1.tx, "USART1's TX (trace)"]];
}

function spiUsers({ spec, part, sound }: RuleContext): Map<string, string> {
  if (!sound('/wiring/spi')) return new Map();
  const spi = spiNamed(part, spec.wiring.spi);
  if (spi === null || !ownsBoard(spec)) return new Map();
  const row = FAMILIES[part.family].spis[spi];
  return new Map([
    [row.sck, `${spi}'s SCK`],
    [row.miso, `${spi}'s MISO`],
    [row.mosi, `${spi}'s MOSI`],
  ]);
}
