import type { SpecContext, SpecRule } from '../../../contract/rule.ts';
import { followRule, millisRule, ownersRule } from '../guest/rules.ts';

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
  followRule('iolibrary-owned'),
];
