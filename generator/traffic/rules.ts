import type { RuleFinding, SpecContext, SpecRule } from '../../contract/rule.ts';
import type { SocketSpec } from '../../contract/spec.ts';
import type { HeardSpec, SaidSpec } from './message.ts';
import { parsePattern } from './pattern.ts';

type TrafficSpec = SocketSpec['traffic'];

/** Rules for the messages of dialogues. */
export const trafficRules: readonly SpecRule<SpecContext>[] = [
  { id: 'traffic/message', needs: [], check: (context) => given(context).flatMap(wrongMessages) },
];

interface Given {
  readonly pointer: string;
  readonly traffic: TrafficSpec;
}

/** Every value of the key that the user wrote and that has the right shape. */
function given({ spec, given: isGiven, sound }: SpecContext): readonly Given[] {
  const all = [
    { pointer: '/traffic', traffic: spec.traffic },
    ...spec.sockets.map(({ traffic }, index) => ({ pointer: `/sockets/${index}/traffic`, traffic })),
  ];
  return all.filter(({ pointer }) => isGiven(pointer) && sound(pointer));
}

function wrongMessages({ pointer, traffic }: Given): readonly RuleFinding[] {
  if (typeof traffic === 'string') return [];
  return traffic.dialogue.flatMap((entry, index) => {
    const at = `${pointer}/dialogue/${index}`;
    const messages: readonly (readonly [key: string, message: SaidSpec | HeardSpec | null])[] =
      'hear' in entry
        ? [['hear', entry.hear] as const, ['answer', entry.answer] as const]
        : [['say', entry.say] as const, ['expect', entry.expect] as const];
    return messages.flatMap(([key, message]) => (message === null ? [] : wrongMessage(`${at}/${key}`, message)));
  });
}

function wrongMessage(pointer: string, message: SaidSpec | HeardSpec): readonly RuleFinding[] {
  const forms = Object.entries(message).filter(([, value]) => value !== null);
  const names = Object.keys(message).map((name) => `"${name}"`);
  if (forms.length !== 1) {
    const found = forms.length === 0 ? 'no message' : `${forms.map(([name]) => `"${name}"`).join(' and ')}`;
    return [{ pointer, message: `Found ${found}. Needed: one of ${names.join(', ')}.` }];
  }
  if (message.text !== null && /\p{Surrogate}/u.test(message.text)) {
    const half = 'Found half a character (a lone surrogate), which UTF-8 cannot hold.';
    return [{ pointer: `${pointer}/text`, message: `${half} Allowed: whole characters, or "hex".` }];
  }
  return 'pattern' in message && message.pattern !== null ? wrongPattern(`${pointer}/pattern`, message.pattern) : [];
}

function wrongPattern(pointer: string, pattern: string): readonly RuleFinding[] {
  const parsed = parsePattern(pattern);
  if (parsed.ok) return [];
  const { at, message } = parsed;
  const syntax = `4F, ??, [30-39 41], [^0D] and 'OK'; a byte or set may have a count such as {2} or {0,64}`;
  return [{ pointer, message: `Found ${message}, at character ${at} (counted from 0). Allowed: ${syntax}.` }];
}
