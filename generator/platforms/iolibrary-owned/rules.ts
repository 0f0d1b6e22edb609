import type { SpecContext, SpecRule } from '../../../contract/rule.ts';
import { millisRule, ownersRule } from '../guest/rules.ts';

export const ownedRules: readonly SpecRule<SpecContext>[] = [
  millisRule('iolibrary-owned', 'application'),
  ownersRule('iolibrary-owned', "the board is your application's", ['trace']),
  {
    id: 'iolibrary-owned/bus',
    needs: ['/wiring/sharedBus'],
    check: ({ spec }) => {
      if (!spec.wiring.sharedBus) return [];
      const message =
        'Found true. ioLibrary locks the bus: register a critical section with reg_wizchip_cris_cbfunc. Allowed: false.';
      return [{ pointer: '/wiring/sharedBus', message }];
    },
  },
  {
    id: 'iolibrary-owned/numbers',
    needs: ['/sockets'],
    check: ({ spec: { sockets } }) =>
      sockets.flatMap(({ number }, index) => {
        const before = sockets[index - 1];
        if (before === undefined || number === before.number + before.count) return [];
        const message = `Found ${number}. The sockets of keepwire follow each other; those of your application are below and above. Allowed: ${before.number + before.count}, or no such key.`;
        return [{ pointer: `/sockets/${index}/number`, message }];
      }),
  },
];
