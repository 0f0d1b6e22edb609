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
        'Found true. ioLibrary has a lock of its own for the bus: register it with reg_wizchip_cris_cbfunc. Allowed: false.';
      return [{ pointer: '/wiring/sharedBus', message }];
    },
  },
  {
    id: 'iolibrary-owned/wiring',
    needs: ['/wiring'],
    check: ({ given }) =>
      (['spi', 'cs'] as const).flatMap((key) => {
        if (!given(`/wiring/${key}`)) return [];
        const message = `Found "${key}". ioLibrary reaches the chip through the functions that your application registers. Allowed: no such key.`;
        return [{ pointer: `/wiring/${key}`, message }];
      }),
  },
  followRule('iolibrary-owned'),
];
