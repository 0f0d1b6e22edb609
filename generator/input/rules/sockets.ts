import type { RuleFinding } from '../../../contract/rule.ts';
import { oneOf } from '../../../document/words/printed.ts';
import type { Rule, RuleContext } from './rule.ts';

const COUNTS = '/sockets/*/count';

function bufferTotal(key: 'rxKiB' | 'txKiB', word: string): Rule {
  return {
    id: `sockets/${key}-total`,
    needs: ['/chip', COUNTS, `/sockets/*/${key}`],
    check: (context) => {
      if (socketTotal(context) > context.chip.sockets) return []; // too many sockets is the mistake then
      const parts = context.spec.sockets.map((it) => `${it.count} x ${it[key]}`);
      const total = context.spec.sockets.reduce((sum, it) => sum + it.count * it[key], 0);
      if (total <= context.chip.bufferKiB) return [];
      const message = `Found ${total} KiB of ${word} buffer (${parts.join(' + ')}). Allowed: ${context.chip.bufferKiB} KiB for all sockets together; 2 is the default of each.`;
      return [{ pointer: '/sockets', message }];
    },
  };
}

function bufferSize(key: 'rxKiB' | 'txKiB'): Rule {
  return {
    id: `sockets/${key}-size`,
    needs: ['/chip', `/sockets/*/${key}`],
    check: ({ spec, chip }) => {
      const sizes = oneOf(chip.bufferSizesKiB.map((size) => `${size}`));
      return spec.sockets.flatMap((entry, index) =>
        chip.bufferSizesKiB.includes(entry[key])
          ? []
          : [
              {
                pointer: `/sockets/${index}/${key}`,
                message: `Found ${entry[key]}. Allowed on the ${chip.name}: ${sizes}.`,
              },
            ],
      );
    },
  };
}

export const socketRules: readonly Rule[] = [
  {
    id: 'sockets/total',
    needs: ['/chip', COUNTS],
    check: (context) => {
      const total = socketTotal(context);
      const { name, sockets } = context.chip;
      if (total <= sockets) return [];
      const counts = context.spec.sockets.map((it) => it.count).join(' + ');
      return [
        { pointer: '/sockets', message: `Found ${total} sockets (${counts}). Allowed: ${sockets} on the ${name}.` },
      ];
    },
  },
  bufferSize('rxKiB'),
  bufferSize('txKiB'),
  bufferTotal('rxKiB', 'receive'),
  bufferTotal('txKiB', 'transmit'),
  { id: 'sockets/port-once', needs: [], check: portTwice },
];

function socketTotal({ spec }: RuleContext): number {
  return spec.sockets.reduce((sum, entry) => sum + entry.count, 0);
}

function portTwice({ spec, sound }: RuleContext): readonly RuleFinding[] {
  const firstAt = new Map<number, number>();
  return spec.sockets.flatMap(({ role, port }, index) => {
    if (role === 'client' || !sound(`/sockets/${index}/port`) || !sound(`/sockets/${index}/role`)) return [];
    const first = firstAt.get(port);
    if (first === undefined) firstAt.set(port, index);
    if (first === undefined) return [];
    const message = `Found port ${port}, which entry ${first + 1} serves already. Allowed: each port in one entry; "count" says how many clients.`;
    return [{ pointer: `/sockets/${index}/port`, message }];
  });
}
