/** What is chosen, and from what. */
import type { SocketSpec, Spec } from '../../contract/spec.ts';

export type Periods = Pick<Spec['keepalive'], 'NO_DATA_PERIOD' | 'KA_SEND_PERIOD'>;

export interface Choice {
  readonly keepalive: Periods;
  readonly retransmission: Spec['retransmission'];
}

/** A socket entry that is probed, and which periods it has of its own: those stay as they are. */
export interface Entry {
  readonly index: number;
  readonly by: 'timer' | 'chip';
  readonly own: Readonly<Record<keyof Periods, boolean>>;
}

/** Whole seconds, or milliseconds, from `min` to `max`. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export interface Domain {
  readonly NO_DATA_PERIOD: Range;
  readonly KA_SEND_PERIOD: Range;
  /** The chip's own timer has one period: both are the same. */
  readonly areOne: boolean;
}

/** What schemas/spec.schema.json allows for either period. */
const TIMER_PERIODS_S: Range = { min: 1, max: 86_400, step: 1 };
/** Sn_KPALVTR: 8 bits in units of 5 s, W5500 datasheet p. 57. */
const CHIP_PERIODS_S: Range = { min: 5, max: 1275, step: 5 };

/** `given` holds the JSON Pointers of the values in the spec's text; whatever else a socket has, it has from above. */
export function probedEntries(spec: Spec, given: readonly string[]): readonly Entry[] {
  const pointers = new Set(given);
  return spec.sockets.flatMap(({ keepalive }, index) => {
    if (keepalive === null) return [];
    const has = (key: keyof Periods): boolean => pointers.has(`/sockets/${index}/keepalive/${key}`);
    const own = { NO_DATA_PERIOD: has('NO_DATA_PERIOD'), KA_SEND_PERIOD: has('KA_SEND_PERIOD') };
    return [{ index, by: keepalive.by, own }];
  });
}

/** Both periods are those of the top level. */
export function isFollower({ own }: Entry): boolean {
  return !own.NO_DATA_PERIOD && !own.KA_SEND_PERIOD;
}

/** The periods that the top level may get so that the spec stays valid. */
export function domainOf(spec: Spec, entries: readonly Entry[]): Domain {
  const { NO_DATA_PERIOD, KA_SEND_PERIOD, by } = spec.keepalive;
  const follows = (key: keyof Periods): boolean => entries.some(({ own }) => !own[key]);
  // A chip that counts by one own period and one from the top level needs the two to be the same.
  const isPinned = entries.some((it) => it.by === 'chip' && it.own.NO_DATA_PERIOD !== it.own.KA_SEND_PERIOD);
  const areOne = by === 'chip' || entries.some((it) => it.by === 'chip' && isFollower(it));
  const usual = areOne ? CHIP_PERIODS_S : TIMER_PERIODS_S;
  const rangeOf = (isFree: boolean, nowS: number): Range => (isFree ? usual : { min: nowS, max: nowS, step: 1 });
  const [no, ka] = [follows('NO_DATA_PERIOD'), follows('KA_SEND_PERIOD')];
  return {
    areOne,
    NO_DATA_PERIOD: rangeOf(!isPinned && (areOne ? no || ka : no), NO_DATA_PERIOD),
    KA_SEND_PERIOD: rangeOf(!isPinned && (areOne ? no || ka : ka), KA_SEND_PERIOD),
  };
}

/** The spec with what is chosen; what a socket has of its own stays. */
export function withChoice(spec: Spec, entries: readonly Entry[], { keepalive, retransmission }: Choice): Spec {
  const ownOf = new Map(entries.map(({ index, own }) => [index, own]));
  const sockets = spec.sockets.map((socket, index): SocketSpec => {
    const own = ownOf.get(index);
    if (own === undefined || socket.keepalive === null) return socket;
    const pick = (key: keyof Periods, before: number): number => (own[key] ? before : keepalive[key]);
    const periods = {
      NO_DATA_PERIOD: pick('NO_DATA_PERIOD', socket.keepalive.NO_DATA_PERIOD),
      KA_SEND_PERIOD: pick('KA_SEND_PERIOD', socket.keepalive.KA_SEND_PERIOD),
    };
    return { ...socket, keepalive: { ...socket.keepalive, ...periods } };
  });
  return { ...spec, keepalive: { ...spec.keepalive, ...keepalive }, retransmission, sockets };
}
