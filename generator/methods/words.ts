import type { Failure, MethodName, Remark } from '../../contract/promises.ts';

/** What a method has to say in tables and reports. */
export interface MethodWords {
  /** The name of each row that the method adds to tables. */
  readonly names?: Readonly<Partial<Record<MethodName, RowName>>>;
  /** Which packets a row costs. */
  readonly costs?: Readonly<Partial<Record<MethodName, string>>>;
  /** Summands of bounds that are no key of the spec. */
  readonly terms?: Readonly<Record<string, string>>;
  readonly failures?: Readonly<Partial<Record<Failure, FailureWords>>>;
  readonly remarks?: RemarkWords;
  /** Of a method that ends connections on which nothing is received: what does so, with its article. */
  readonly silenceLimit?: string;
}

export interface RowName {
  readonly text: string;
  /** A user may expect it to detect any peer that is gone, so tables say where it does not. */
  readonly isGeneral?: true;
}

export interface FailureWords {
  /** What happens, in a few words. */
  readonly title: string;
  /** What the device can see of it: how a method detects it. A clause without a full stop. */
  readonly how: string;
  /** Why no method of a spec detects it; a clause without a full stop. Default: `how` says it too. */
  readonly whyNot?: string;
}

/** A sentence or two for each key. */
export type RemarkWords = Readonly<Record<string, (remark: never) => string>>;

/** The same for a known union of remarks: every key is there. */
export type WordsOf<Union extends Remark> = {
  readonly [Key in Union['key']]: (remark: Extract<Union, { readonly key: Key }>) => string;
};
