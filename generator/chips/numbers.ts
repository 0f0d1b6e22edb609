/** An entry of a spec's `sockets`, as far as it says which hardware sockets it takes. */
interface Group {
  readonly count?: number;
  /** Absent: behind the group before. */
  readonly number?: number;
}

/** Of each group the number of its first hardware socket. */
export function firstNumbers(groups: readonly Group[]): readonly number[] {
  let next = 0;
  return groups.map(({ count = 1, number = next }) => {
    next = number + count;
    return number;
  });
}
