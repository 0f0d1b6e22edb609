import type { RuleFinding } from '../../../contract/rule.ts';
import type { Spec } from '../../../contract/spec.ts';
import { pointerKeys } from '../../../document/pointer.ts';
import type { Problem } from '../../../document/problem.ts';
import { CHIPS } from '../../chips/registry.ts';
import { solveClock } from '../../hardware/clock.ts';
import { LINES } from '../../hardware/families.ts';
import { PARTS } from '../../hardware/parts.ts';
import { MESSAGE_PLACES } from '../../methods/keys.ts';
import { protocolRules } from '../../methods/protocol.ts';
import { METHODS } from '../../methods/registry.ts';
import { streamRules } from '../../methods/stream.ts';
import type { Platform } from '../../platforms/platform.ts';
import { PLATFORMS } from '../../platforms/registry.ts';
import { messageRules } from '../../protocols/messages/rules.ts';
import { websocketRules } from '../../protocols/websocket/rules.ts';
import { trafficRules } from '../../traffic/rules.ts';
import { clientRules } from './clients.ts';
import { clockRules } from './clock.ts';
import { cubemxRules } from './cubemx.ts';
import { dialogueRule } from './dialogue.ts';
import { flashRules } from './flash.ts';
import { gatewayRules } from './gateway.ts';
import { ipRules } from './ip.ts';
import { macRules } from './mac.ts';
import { nameRules } from './name.ts';
import { pinRules } from './pins.ts';
import { retransmissionRules } from './retransmission.ts';
import type { Rule, RuleContext } from './rule.ts';
import { socketRules } from './sockets.ts';
import { spiRules } from './spi.ts';
import { timerRules } from './timer.ts';

/** Every rule across fields. Each stands for itself; none counts on another one having passed. */
export const RULES: readonly Rule[] = [
  ...nameRules,
  ...clockRules,
  ...flashRules,
  ...cubemxRules,
  ...timerRules,
  ...pinRules,
  ...spiRules,
  ...macRules,
  ...ipRules,
  ...gatewayRules,
  ...retransmissionRules,
  ...socketRules,
  ...clientRules,
  ...messageRules(MESSAGE_PLACES),
  ...protocolRules,
  ...streamRules(isWatched),
  ...trafficRules,
  dialogueRule(MESSAGE_PLACES),
  ...websocketRules(MESSAGE_PLACES),
  ...METHODS.flatMap(({ rules = [] }) => rules),
  ...Object.values(PLATFORMS).flatMap(platformRules),
];

/** The application serves the sockets. */
function isWatched({ mcu }: Spec): boolean {
  const platform: Platform = PLATFORMS[mcu.platform];
  return platform.watches === true;
}

/** The rules of a platform hold only for specs that choose it. */
function platformRules({ name, rules }: Platform): readonly Rule[] {
  return rules.map((rule) => ({
    ...rule,
    needs: ['/mcu/platform', ...rule.needs],
    check: (context) => (context.spec.mcu.platform === name ? rule.check(context) : []),
  }));
}

/**
 * Runs every rule whose inputs are sound. Of several findings of one rule at one place, the first is reported.
 *
 * @param unsound pointers of values that are wrong or missing; `spec` holds stand-ins for them
 * @param given whether the user's text holds a value at a pointer
 */
export function brokenRules(
  spec: Spec,
  unsound: ReadonlySet<string>,
  given: (pointer: string) => boolean,
): readonly Problem[] {
  const unsoundKeys = [...unsound].map(pointerKeys);
  const sound = (pointer: string): boolean => {
    if (unsoundKeys.length === 0) return true;
    const pattern = pointerKeys(pointer);
    return !unsoundKeys.some((keys) => onOneWay(keys, pattern));
  };
  const context = contextOf(spec, given, sound);
  const problems: Problem[] = [];
  for (const rule of RULES) {
    if (unsoundKeys.length > 0 && !rule.needs.every(sound)) continue;
    for (const finding of firstOfEachPlace(rule.check(context))) problems.push({ ...finding, rule: rule.id });
  }
  return problems;
}

/** Several sockets may share one mistake of the top level. */
function firstOfEachPlace(findings: readonly RuleFinding[]): readonly RuleFinding[] {
  if (findings.length < 2) return findings;
  return findings.filter(({ pointer }, index) => findings.findIndex((other) => other.pointer === pointer) === index);
}

/** Whether one path is the other, or leads to it; `*` in `pattern` stands for any key. */
function onOneWay(path: readonly string[], pattern: readonly string[]): boolean {
  const shared = Math.min(path.length, pattern.length);
  return pattern.slice(0, shared).every((key, index) => key === '*' || key === path[index]);
}

function contextOf(spec: Spec, given: RuleContext['given'], sound: RuleContext['sound']): RuleContext {
  const part = PARTS[spec.mcu.part];
  if (part === undefined) throw new Error(`the catalogue lacks ${spec.mcu.part}, which the schema allows`);
  const clock = solveClock(part, spec.mcu.clock);
  return { spec, part, line: LINES[part.line], chip: CHIPS[spec.chip], clock, given, sound };
}
