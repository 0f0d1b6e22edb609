import type { MethodRule } from '../method.ts';

export const linkRules: readonly MethodRule[] = [
  {
    id: 'link/hold',
    needs: ['/link'],
    check: ({ spec }) => {
      const { link } = spec;
      if (link === null || (link.onDown === 'hold') === (link.holdS !== null)) return [];
      return link.onDown === 'hold'
        ? [
            {
              pointer: '/link/holdS',
              message:
                'The key "holdS" is missing. Needed with "hold": for how many seconds the link may be down, for example "holdS": 10.',
            },
          ]
        : [
            {
              pointer: '/link/holdS',
              message: `Found ${link.holdS} with "${link.onDown}". Allowed: with "hold" only.`,
            },
          ];
    },
  },
];
