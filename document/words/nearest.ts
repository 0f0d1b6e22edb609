/**
 * Edit distance with neighbouring letters exchanged counting once (optimal string alignment).
 * Case does not count: the distance from `w5500` to `W5500` is 0.
 *
 * The common packages count an exchange, the most frequent slip, as two edits; `chpi` would then be too far from `chip`.
 */
export function editDistance(from: string, to: string): number {
  const a = from.toLowerCase();
  const b = to.toLowerCase();
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const exchanged = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const exchange = exchanged ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(at(last, column) + 1, at(current, column - 1) + 1, substitution, exchange));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** Longer words are no misspelling of ours, and comparing them would cost time. */
const LONGEST_WORD = 64;

/** W5100 is no misspelling of W5200 but another thing; a digit may be left out or stand in the wrong place. */
function hasSameDigits(a: string, b: string): boolean {
  const [few = '', many = ''] = [a, b]
    .map((word) => word.replaceAll(/\D/g, ''))
    .toSorted((x, y) => x.length - y.length);
  return [...few].every((digit) => few.split(digit).length <= many.split(digit).length);
}

/**
 * The candidate that `word` is probably a misspelling of: at most a third of its letters are wrong, and no digit is
 * another one. Null when none is.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  if (word.length > LONGEST_WORD) return null;
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate);
    const isNear = distance < bestDistance && distance <= Math.max(1, Math.floor(candidate.length / 3));
    if (isNear && hasSameDigits(word, candidate)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The word that was probably meant, as ` Did you mean "…"?`; `''` when none is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near === null ? '' : ` Did you mean "${near}"?`;
}
