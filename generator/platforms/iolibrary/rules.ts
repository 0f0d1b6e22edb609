import type { SpecContext, SpecRule } from '../../../contract/rule.ts';
import { millisRule, ownersRule } from '../guest/rules.ts';

export const ioLibraryRules: readonly SpecRule<SpecContext>[] = [
  millisRule('iolibrary', 'application'),
  ownersRule('iolibrary', "the board and its loop are your application's", [
    'watchdog',
    'trace',
    'counters',
    'sentHook',
  ]),
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
