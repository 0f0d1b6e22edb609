/** The orders that the firmware of a chip check gives its far side, a line each. */

export type ScriptStep =
  | { readonly kind: 'send'; readonly bytes: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'reset' };

export type Order =
  | {
      readonly kind: 'connect';
      readonly pauses: boolean;
      readonly holds: boolean;
      readonly steps: readonly ScriptStep[];
    }
  | { readonly kind: 'udp' | 'stray' | 'impossible' | 'raw-connect' | 'raw-sequence' | 'raw-reset' | 'raw-octet' };

const PLAIN = ['udp', 'stray', 'impossible', 'raw-connect', 'raw-sequence', 'raw-reset', 'raw-octet'] as const;

/** A connection is never told to send or wait for more than this. */
const MOST = 100_000;

/** What a line tells to do; null: it is no order, or none that this version knows. */
export function orderOf(line: string): Order | null {
  const [first, what, ...words] = line.split(' ');
  if (first !== 'do') return null;
  const plain = PLAIN.find((name) => name === what);
  if (plain !== undefined) return words.length === 0 ? { kind: plain } : null;
  if (what !== 'connect') return null;
  const steps = words.filter((word) => word !== 'pause' && word !== 'hold').map(stepOf);
  if (!steps.every((step) => step !== null)) return null;
  return { kind: 'connect', pauses: words.includes('pause'), holds: words.includes('hold'), steps };
}

function stepOf(word: string): ScriptStep | null {
  if (word === 'reset') return { kind: 'reset' };
  const [, name, digits] = /^(send|wait):(\d{1,6})$/.exec(word) ?? [];
  const number = Number(digits);
  if (name === undefined || number > MOST) return null;
  return name === 'send' ? { kind: 'send', bytes: number } : { kind: 'wait', ms: number };
}
