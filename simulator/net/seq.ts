/**
 * TCP sequence numbers: 32 bits that wrap (RFC 9293 section 3.4). They are compared by wrapped difference only, never
 * with `<`; the brand keeps plain numbers out.
 */
export type Seq = number & { readonly __seq: unique symbol };

/** Takes the low 32 bits of an integer. */
export function seq(value: number): Seq {
  return (value >>> 0) as Seq;
}

export function seqAdd(from: Seq, count: number): Seq {
  return ((from + count) >>> 0) as Seq;
}

/** `a − b`, between −2³¹ and 2³¹ − 1: positive when `a` lies ahead of `b`. */
export function seqDiff(a: Seq, b: Seq): number {
  return (a - b) | 0;
}

export function seqBefore(a: Seq, b: Seq): boolean {
  return seqDiff(a, b) < 0;
}

export function seqAtOrBefore(a: Seq, b: Seq): boolean {
  return seqDiff(a, b) <= 0;
}

/** Whether `value` is one of the `length` numbers that begin with `first`. */
export function seqWithin(value: Seq, first: Seq, length: number): boolean {
  return (value - first) >>> 0 < length;
}
