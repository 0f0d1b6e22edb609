/** Text of this length is printed at once. */
const CHUNK = 1 << 16;
/** The events of the runs of `simulate` are at this depth; what is deeper is small. */
const SMALL_AT_DEPTH = 4;

/**
 * The lines of `JSON.stringify(value, null, 2)`, several at a time and without the newline between two texts: a document
 * with millions of events is longer than a string can be.
 */
export function* jsonLines(value: unknown): Generator<string> {
  let waiting = '';
  for (const piece of pieces(value, 0)) {
    waiting += piece;
    const end = waiting.length < CHUNK ? -1 : waiting.lastIndexOf('\n');
    if (end < 0) continue;
    yield waiting.slice(0, end);
    waiting = waiting.slice(end + 1);
  }
  yield waiting;
}

function* pieces(value: unknown, depth: number): Generator<string> {
  if (depth >= SMALL_AT_DEPTH || typeof value !== 'object' || value === null || 'toJSON' in value) {
    yield (JSON.stringify(value, null, 2) ?? 'null').replaceAll('\n', `\n${'  '.repeat(depth)}`);
    return;
  }
  const isArray = Array.isArray(value);
  const present = Object.entries(value).filter(([, item]) => isArray || JSON.stringify(shallow(item)) !== undefined);
  const [open, close] = isArray ? '[]' : '{}';
  if (present.length === 0) {
    yield `${open}${close}`;
    return;
  }
  const inner = '  '.repeat(depth + 1);
  for (const [index, [key, item]] of present.entries()) {
    yield `${index === 0 ? open : ','}\n${inner}${isArray ? '' : `${JSON.stringify(key)}: `}`;
    yield* pieces(item, depth + 1);
  }
  yield `\n${'  '.repeat(depth)}${close}`;
}

/** Stands for the item where only its kind matters: functions and undefined are left out of objects. */
function shallow(item: unknown): unknown {
  return typeof item === 'object' ? null : item;
}
