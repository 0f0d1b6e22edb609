/** Times as text. */

/** A moment: seconds, with more digits when zoomed in. */
export function moment(ms: number, viewMs: number): string {
  return `${(ms / 1000).toFixed(viewMs > 1000 ? 3 : 6)} s`;
}

/** A length: `44.772 s`, `13.5 ms`, `0.100 ms`. */
export function lasting(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(3)} s`;
  return `${ms.toFixed(ms >= 10 ? 1 : 3)} ms`;
}

/** The distance of ticks in s: 1, 2 or 5 times a power of ten, so that about `count` are in view. */
export function tickStep(viewMs: number, count: number): number {
  const rough = viewMs / 1000 / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return factor * power;
}

export function tickText(seconds: number, step: number): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const text = seconds.toFixed(decimals);
  return decimals === 0 ? text.replace(/\B(?=(\d{3})+$)/g, '\u202f') : text;
}
