import type { RuleFinding, SpecContext, SpecRule } from '../../../contract/rule.ts';
import { oneOf } from '../../../document/words/printed.ts';

/** What only firmware that owns the board or the sockets can do. */
const OWNERS_KEYS = ['watchdog', 'trace', 'counters'] as const;

export const ioLibraryRules: readonly SpecRule<SpecContext>[] = [
  {
    id: 'iolibrary/time',
    needs: ['/timer'],
    check: ({ spec, given }) => {
      const at = given('/timer/source') ? '/timer/source' : '/timer';
      if (spec.timer.source !== 'millis') {
        const message =
          'Found a timer. With platform iolibrary the timers are your application\'s: "timer": { "source": "millis" }.';
        return [{ pointer: at, message }];
      }
      return (['instance', 'prescaler'] as const).flatMap((key) =>
        given(`/timer/${key}`)
          ? [
              {
                pointer: `/timer/${key}`,
                message: `Found "${key}" beside "source": "millis". Allowed: "source" alone.`,
              },
            ]
          : [],
      );
    },
  },
  {
    id: 'iolibrary/owner',
    needs: OWNERS_KEYS.map((key) => `/${key}`),
    check: ({ spec }) =>
      OWNERS_KEYS.flatMap((key): readonly RuleFinding[] => {
        if (spec[key] === null || spec[key] === false) return [];
        const without = key === 'counters' ? 'false' : 'null';
        const message = `Found "${key}". With platform iolibrary the board and its loop are your application's. Allowed: ${oneOf([without, 'no such key'])}.`;
        return [{ pointer: `/${key}`, message }];
      }),
  },
  {
    id: 'iolibrary/chip-timer',
    needs: ['/sockets'],
    check: ({ spec, given }) =>
      spec.sockets.flatMap(({ keepalive }, index) => {
        if (keepalive?.by !== 'chip') return [];
        const own = `/sockets/${index}/keepalive/by`;
        const message =
          'Found "chip". Watching a socket whose chip probes by itself is not offered yet. Allowed: "timer".';
        return [{ pointer: given(own) ? own : '/keepalive/by', message }];
      }),
  },
];
