import type { RuleFinding } from '../../../contract/rule.ts';
import { oneOf } from '../../../document/words/printed.ts';
import type { Platform } from '../../platforms/platform.ts';
import { PLATFORMS } from '../../platforms/registry.ts';
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
  { id: 'sockets/number', needs: ['/chip', '/mcu/platform', COUNTS, '/sockets/*/number'], check: wrongNumbers },
];

function socketTotal({ spec }: RuleContext): number {
  return spec.sockets.reduce((sum, entry) => sum + entry.count, 0);
}

/** Numbers rise from entry to entry, and the last one is a socket of the chip. */
function wrongNumbers(context: RuleContext): readonly RuleFinding[] {
  const { spec, chip, given } = context;
  if (socketTotal(context) > chip.sockets) return []; // too many sockets is the mistake then
  const platform: Platform = PLATFORMS[spec.mcu.platform];
  return spec.sockets.flatMap(({ number, count }, index): readonly RuleFinding[] => {
    const pointer = `/sockets/${index}/number`;
    const before = spec.sockets[index - 1];
    const least = before === undefined ? 0 : before.number + before.count;
    const most = chip.sockets - count;
    if (given(pointer) && platform.sharesChip !== true) {
      const message = `Found ${number}. With platform ${platform.name} keepwire serves all sockets of the chip, from 0 on. Remove the key.`;
      return [{ pointer, message }];
    }
    if (given(pointer) && number < least) {
      const message = `Found ${number}, but /sockets/${index - 1} takes the chip's sockets up to ${least - 1}. Allowed: ${platform.watches === true || before === undefined ? `${least} or more` : least}.`;
      return [{ pointer, message }];
    }
    if (number <= most) return [];
    const taken = count === 1 ? `socket ${number}` : `sockets ${number} to ${number + count - 1}`;
    const allowed = given(pointer) ? `${most} or less` : 'lower numbers for the entries before it';
    const message = `The entry takes ${taken}; the ${chip.name} has the sockets 0 to ${chip.sockets - 1}. Allowed: ${allowed}.`;
    return [{ pointer: given(pointer) ? pointer : `/sockets/${index}`, message }];
  });
}

/** Entries with numbers of their own may share a port: its sockets need not follow each other. */
function portTwice({ spec, sound, given }: RuleContext): readonly RuleFinding[] {
  const firstAt = new Map<number, number>();
  return spec.sockets.flatMap(({ role, port }, index) => {
    if (role === 'client' || !sound(`/sockets/${index}/port`) || !sound(`/sockets/${index}/role`)) return [];
    const first = firstAt.get(port);
    if (first === undefined) firstAt.set(port, index);
    if (first === undefined || given(`/sockets/${index}/number`)) return [];
    const message = `Port ${port} is already used by /sockets/${first}. Use another port; for more clients on this one, set "count" in /sockets/${first}.`;
    return [{ pointer: `/sockets/${index}/port`, message }];
  });
}
