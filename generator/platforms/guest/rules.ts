import type { PlatformName } from '../../../contract/board.ts';
import type { RuleFinding, SpecContext, SpecRule } from '../../../contract/rule.ts';

/** The time is a counter of milliseconds of the project: no timer is named. */
export function millisRule(name: PlatformName, whose: string): SpecRule<SpecContext> {
  return {
    id: `${name}/time`,
    needs: ['/timer'],
    check: ({ spec, given }) => {
      const at = given('/timer/source') ? '/timer/source' : '/timer';
      if (spec.timer.source !== 'millis') {
        const message = `Found a timer. With platform ${name} your ${whose} owns the timers. Needed: "timer": { "source": "millis" }.`;
        return [{ pointer: at, message }];
      }
      const beside = given('/timer/source') ? ' beside "source": "millis"' : '';
      return (['instance', 'prescaler', 'namePrefix'] as const).flatMap((key) => {
        if (!given(`/timer/${key}`)) return [];
        const message = `Found "${key}"${beside}. With platform ${name} your ${whose} owns the timers. Remove "${key}".`;
        return [{ pointer: `/timer/${key}`, message }];
      });
    },
  };
}

/** What only firmware that owns the board can do. */
export function ownersRule<Key extends 'watchdog' | 'trace' | 'counters' | 'sentHook'>(
  name: PlatformName,
  what: string,
  keys: readonly Key[],
): SpecRule<SpecContext> {
  return {
    id: `${name}/owner`,
    needs: keys.map((key) => `/${key}`),
    check: ({ spec }) =>
      keys.flatMap((key): readonly RuleFinding[] => {
        if (spec[key] === null || spec[key] === false) return [];
        const without = spec[key] === true ? 'false' : 'null';
        const message = `"${key}" does not work with platform ${name}: there ${what}. Remove the key, or set it to ${without}.`;
        return [{ pointer: `/${key}`, message }];
      }),
  };
}

/** The chip's numbers of the sockets of keepwire: one after the other. */
export function followRule(name: PlatformName): SpecRule<SpecContext> {
  return {
    id: `${name}/numbers`,
    needs: ['/sockets'],
    check: ({ spec: { sockets } }) =>
      sockets.flatMap(({ number }, index): readonly RuleFinding[] => {
        const before = sockets[index - 1];
        const next = before === undefined ? number : before.number + before.count;
        if (number <= next) return [];
        const message = `Found ${number}. The numbers of keepwire's sockets must follow each other, without a gap. Set ${next}, or remove the key.`;
        return [{ pointer: `/sockets/${index}/number`, message }];
      }),
  };
}
