/** Names that methods declare, for the contract and the schema of scenarios. */
import { PROTOCOLS } from '../protocols/registry.ts';
import { GENERAL_FAILURES } from './failures.ts';
import type { DeclaredEnd } from './method.ts';
import { METHODS } from './registry.ts';

/** Reasons for the end of a connection, by their numbers, which count from 1. */
export const DECLARED_ENDS: readonly DeclaredEnd[] = [...METHODS, ...PROTOCOLS]
  .flatMap(({ endReasons = [] }: { readonly endReasons?: readonly DeclaredEnd[] }) => endReasons)
  .toSorted((a, b) => a.number - b.number);

export const FAILURE_NAMES: readonly string[] = [
  ...GENERAL_FAILURES.map(({ name }) => name),
  ...METHODS.flatMap(({ words }) => Object.keys(words?.failures ?? {})),
];

/** The rows that methods add to tables. */
export const ROW_NAMES: readonly string[] = METHODS.flatMap(({ words }) => Object.keys(words?.names ?? {}));

/** Messages with which a peer closes a connection. */
export const FAREWELL_NAMES: readonly string[] = METHODS.flatMap(({ messages = [] }) =>
  messages.flatMap(({ name, isSought, isLast }) => (isSought && isLast ? [name] : [])),
);
