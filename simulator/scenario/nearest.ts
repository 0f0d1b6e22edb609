/** The word that was probably meant, as ` Did you mean "…"?`; `''` when nothing is near. */
export function didYouMean(found: string, words: readonly string[]): string {
  if (found.length > 64) return '';
  const ranked = words
    .map((word) => ({ word, distance: distanceBetween(found.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, Math.floor(best.word.length / 3))
    ? ` Did you mean "${best.word}"?`
    : '';
}

/** Levenshtein: how many letters must be put in, left out or changed. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const change = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
