import type { Rule } from './rule.ts';

export const flashRules: readonly Rule[] = [
  {
    id: 'flash/offset-in-part',
    needs: ['/mcu/part', '/mcu/flashOffset'],
    check: ({ spec, part }) => {
      const { flashOffset } = spec.mcu;
      if (flashOffset < part.flashBytes) return [];
      const message = `Found ${flashOffset} bytes. The ${part.name} has ${part.flashBytes} bytes of flash.`;
      return [{ pointer: '/mcu/flashOffset', message }];
    },
  },
];
