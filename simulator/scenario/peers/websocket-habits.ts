/** What distinguishes the WebSocket clients of a scenario. */
import type { FramingClient } from '../../../contract/far-side.ts';
import { type Nanos, NS_PER_S } from '../../clock.ts';
import type { PeerSettings } from '../format/scenario.generated.ts';

export interface WebsocketHabits extends FramingClient {
  /** Its network process reads, answers pings and closes whatever its script does. */
  readonly isBrowser: boolean;
  /** Its script hangs as soon as the WebSocket is open. */
  readonly hangs: boolean;
  /** It loses power in the middle of its first frame with data. */
  readonly diesInFrame: boolean;
  /** From one byte of its request to the next; null: the request goes out at once. */
  readonly dripNs: Nanos | null;
}

const PLAIN: WebsocketHabits = {
  ...{ masks: true, answersPings: true, isBrowser: false, hangs: false },
  ...{ diesInFrame: false, dripNs: null },
};

/** By the kinds of peers that need a WebSocket. */
const HABITS = {
  browser: { isBrowser: true },
  'hung-browser': { isBrowser: true, hangs: true },
  'no-pongs': { answersPings: false },
  unmasked: { masks: false },
  'dies-in-frame': { diesInFrame: true },
  'drips-request': { dripNs: NS_PER_S },
} as const satisfies Partial<Readonly<Record<PeerSettings['kind'], Partial<WebsocketHabits>>>>;

type WebsocketKind = keyof typeof HABITS;

export function isWebsocketKind(kind: PeerSettings['kind']): kind is WebsocketKind {
  return kind in HABITS;
}

export function habitsOf(kind: PeerSettings['kind']): WebsocketHabits {
  return isWebsocketKind(kind) ? { ...PLAIN, ...HABITS[kind] } : PLAIN;
}
