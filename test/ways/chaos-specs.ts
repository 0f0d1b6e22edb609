/** Random combinations of every way of noticing, for a socket that echoes; equal seeds give equal specs. */
import { type Random, randomFrom } from '../../simulator/random.ts';

/** Upper case and punctuation only: what chatters is lower case, so the two can be told apart in any stream. */
export const WORDS = {
  primer: 'PRIMER!',
  heartbeat: 'DEVICE-BEATS;',
  expected: 'PEER-BEATS;',
  question: 'THERE?',
  answer: 'YES.',
  goodbye: 'GOODBYE\n',
} as const;

export interface Dice {
  /** True in this share of all cases. */
  is(share: number): boolean;
  pick<T>(...of: readonly T[]): T;
  /** A whole number, both ends included. */
  between(first: number, last: number): number;
}

export function diceOf(seed: number): Dice {
  const random: Random = randomFrom(seed);
  const between = (first: number, last: number): number => first + Math.floor(random.unit() * (last - first + 1));
  return {
    is: (share) => random.unit() < share,
    pick: (...of) => of[between(0, of.length - 1)] as (typeof of)[number],
    between,
  };
}

export const SERVER_PORT = 7000;

/** Nobody connects to the one, and nobody is there for the other. */
const BYSTANDERS = [
  { port: 5999, count: 2 },
  { role: 'client', server: { ip: '192.168.1.250', port: 1 }, reconnect: { firstMs: 300, maxMs: 900 } },
];

/** The spec of a seed; its first socket is the one that things happen to. */
export function chaosSpec(chip: 'W5500' | 'W5200', seed: number) {
  const dice = diceOf(seed);
  const client = dice.is(0.4);
  return {
    chip,
    timer: { prescaler: 71 },
    keepalive: keepaliveOf(chip, dice),
    retransmission: { timeoutMs: dice.pick(100, 200), count: dice.between(2, 4) },
    ...(dice.is(0.4) ? { primer: { text: WORDS.primer } } : {}),
    ...(dice.is(0.4) ? { idle: { closeAfterS: dice.between(4, 9), checkEveryS: dice.between(1, 3) } } : {}),
    ...(dice.is(0.6) ? { heartbeat: heartbeatOf(dice) } : {}),
    ...(dice.is(0.5) ? { ask: askOf(dice) } : {}),
    ...(dice.is(0.5) ? { goodbye: dice.is(0.8) ? { text: WORDS.goodbye } : {} } : {}),
    ...(dice.is(0.5) ? { sendTimeoutS: dice.between(2, 6) } : {}),
    ...(dice.is(0.5) ? { link: dice.pick<object>({ onDown: 'close' }, { onDown: 'hold', holdS: 2 }) } : {}),
    ...(dice.is(0.4) ? { health: { everyS: dice.between(1, 3) } } : {}),
    ...(dice.is(0.5) ? { counters: true } : {}),
    ...wiringOf(chip, dice),
    sockets: [client ? clientOf(dice) : { port: 5000 }, ...(dice.is(0.4) ? BYSTANDERS : [])],
  };
}

function wiringOf(chip: string, dice: Dice) {
  const interrupt = dice.is(0.3) ? { interrupt: null } : {};
  const reset = chip === 'W5500' && dice.is(0.3) ? { reset: null } : {};
  return { wiring: { ...interrupt, ...reset } };
}

function keepaliveOf(chip: string, dice: Dice) {
  if (chip === 'W5500' && dice.is(0.25)) return { by: 'chip', NO_DATA_PERIOD: 5, KA_SEND_PERIOD: 5 };
  return {
    NO_DATA_PERIOD: dice.between(1, 4),
    KA_SEND_PERIOD: dice.between(1, 3),
    firstProbe: dice.pick('note', 'at-NO_DATA_PERIOD'),
  };
}

function heartbeatOf(dice: Dice) {
  const send = { text: WORDS.heartbeat, everyS: dice.between(1, 4) };
  const text = dice.is(0.6) ? { text: WORDS.expected, pass: dice.is(0.3) } : {};
  const expect = { withinS: dice.between(2, 5), ...text };
  return dice.pick<object>({ send }, { expect }, { send, expect });
}

function askOf(dice: Dice) {
  const answer = dice.is(0.6) ? { answer: { text: WORDS.answer, pass: dice.is(0.3) } } : {};
  return {
    text: WORDS.question,
    ...answer,
    afterIdleS: dice.between(1, 4),
    withinS: dice.between(1, 2),
    tries: dice.between(1, 3),
  };
}

function clientOf(dice: Dice) {
  return {
    role: 'client',
    server: { ip: '192.168.1.101', port: SERVER_PORT },
    reconnect: { firstMs: dice.pick(100, 500), maxMs: 2000, factor: dice.pick(1, 1.5, 2), jitter: dice.pick(0, 0.3) },
    ...(dice.is(0.2) ? { localPort: 5001 } : {}),
  };
}
