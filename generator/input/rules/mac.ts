import type { Rule } from './rule.ts';

export const macRules: readonly Rule[] = [
  {
    id: 'network/mac-unicast',
    needs: ['/network/mac'],
    check: ({ spec }) => {
      const { mac } = spec.network;
      const octets = mac.split(':').map((pair) => Number.parseInt(pair, 16));
      const first = octets[0] ?? 0;
      if (octets.every((octet) => octet === 0)) {
        return [
          { pointer: '/network/mac', message: `Found ${mac}, which no device may have. Allowed: its own address.` },
        ];
      }
      if (first % 2 === 0) return [];
      // IEEE 802: the lowest bit of the first octet marks a group address.
      const message = `Found ${mac}, a multicast address. Allowed: an even first pair, for example ${evenFirst(first)}${mac.slice(2)}.`;
      return [{ pointer: '/network/mac', message }];
    },
  },
];

/** Never 00, which the rest could make an all-zero address. */
function evenFirst(first: number): string {
  return (first === 1 ? 2 : first - 1).toString(16).padStart(2, '0').toUpperCase();
}
