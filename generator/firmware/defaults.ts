/** The defaults of each version: of keys whose default changed. Schemas read today's value here. */

interface VersionedDefault {
  /** In a spec, as a JSON Pointer. */
  readonly pointer: string;
  /** Whether an entry of `sockets` may have the key too; it then wins over the top level. */
  readonly ofSockets: boolean;
  /** The first version with each value, the oldest first. */
  readonly values: readonly { readonly since: string; readonly value: number | null }[];
}

const DEFAULTS = {
  retransmissionCount: {
    pointer: '/retransmission/count',
    ofSockets: false,
    values: [
      { since: '0.1.0', value: 8 },
      { since: '0.3.0', value: 3 },
    ],
  },
  sendTimeoutS: {
    pointer: '/sendTimeoutS',
    ofSockets: true,
    values: [
      { since: '0.1.0', value: null },
      { since: '0.3.0', value: 120 },
    ],
  },
} as const satisfies Readonly<Record<string, VersionedDefault>>;

/** A default that a folder's spec takes today and did not take when the folder was written. */
export interface ChangedDefault {
  readonly pointer: string;
  readonly was: number | null;
  readonly now: number | null;
}

/** Today's value. */
export function defaultOf(name: keyof typeof DEFAULTS): number | null {
  const row: VersionedDefault = DEFAULTS[name];
  return row.values.at(-1)?.value ?? null;
}

/**
 * The defaults that changed since a version, of keys that the spec leaves out.
 *
 * @param version of the keepwire that wrote the folder, such as `0.2.0`
 * @param given the pointers of the values that the spec's text holds
 * @param entries how many entries the spec's `sockets` has
 */
export function changedDefaults(version: string, given: readonly string[], entries: number): readonly ChangedDefault[] {
  const rows: readonly VersionedDefault[] = Object.values(DEFAULTS);
  return rows.flatMap((row) => {
    const was = valueIn(row, version);
    const now = row.values.at(-1)?.value ?? null;
    return was === now || isGiven(row, given, entries) ? [] : [{ pointer: row.pointer, was, now }];
  });
}

function valueIn({ values }: VersionedDefault, version: string): number | null {
  return values.findLast(({ since }) => !isOlder(version, since))?.value ?? values[0]?.value ?? null;
}

function isOlder(version: string, other: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(other)];
  const at = a.findIndex((number, index) => number !== b[index]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
}

/** A suffix such as `-rc.1` does not count. */
function numbersOf(version: string): readonly number[] {
  return [0, 1, 2].map((index) => Number.parseInt(version.split('.')[index] ?? '0', 10));
}

function isGiven({ pointer, ofSockets }: VersionedDefault, given: readonly string[], entries: number): boolean {
  if (given.includes(pointer)) return true;
  if (!ofSockets || !given.includes('/sockets')) return false;
  return Array.from({ length: entries }, (_, index) => `/sockets/${index}${pointer}`).every((it) => given.includes(it));
}
