/** Specs whose behaviour may differ, and why. */
import { parse } from 'jsonc-parser';
import type { Input } from './recording.ts';

interface Keepalive {
  readonly NO_DATA_PERIOD?: number;
  readonly KA_SEND_PERIOD?: number;
}

interface Exception {
  readonly why: string;
  readonly holdsFor: (input: Input) => boolean;
}

const EXCEPTIONS: readonly Exception[] = [
  {
    why: 'every socket overrides the periods of its probes: up to version 0.1 the firmware took those of the top level',
    holdsFor: ({ spec }) => everySocketOverridesPeriods(parse(spec)),
  },
];

/** Why this spec may behave differently; null: it may not. */
export function exceptionFor(input: Input): string | null {
  return EXCEPTIONS.find(({ holdsFor }) => holdsFor(input))?.why ?? null;
}

function everySocketOverridesPeriods(spec: {
  readonly keepalive?: Keepalive;
  readonly sockets?: readonly { readonly keepalive?: Keepalive | null }[];
}): boolean {
  const { keepalive, sockets = [] } = spec;
  return sockets.length > 0 && sockets.every((socket) => overridesPeriods(socket.keepalive, keepalive));
}

function overridesPeriods(own: Keepalive | null | undefined, top: Keepalive | undefined): boolean {
  if (own === undefined || own === null) return false;
  return (['NO_DATA_PERIOD', 'KA_SEND_PERIOD'] as const).some(
    (key) => own[key] !== undefined && own[key] !== top?.[key],
  );
}
