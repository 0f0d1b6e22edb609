/** The faults that a campaign draws from. */
import type { Dice } from './dice.ts';

/** A step as a scenario's file has it: keys with defaults are left out. */
export type StepText = { readonly do: string } & Readonly<Record<string, unknown>>;

/** A fault, and the step that ends it; null: it is over by itself, or for good. */
export interface DrawnFault {
  readonly begin: StepText;
  readonly end: StepText | null;
}

export interface Targets {
  /** The names of all peers on which faults may fall. */
  readonly peers: readonly [string, ...string[]];
  /** A delay to which TCP's repetitions add up is still answered in time. */
  readonly tcpTimeoutMs: number;
}

type Draw = (dice: Dice, targets: Targets) => DrawnFault;

const once = (begin: StepText): DrawnFault => ({ begin, end: null });
const direction = (dice: Dice): 'both' | 'to-device' | 'from-device' =>
  dice.pick('both', 'both', 'to-device', 'from-device');
const peer = (dice: Dice, { peers }: Targets): string => dice.pick(...peers);

/** Begins with a value of one of the wire's keys, and ends with 0 of it. */
function impaired(key: string, value: number, dice: Dice): DrawnFault {
  const where = { direction: direction(dice) };
  return { begin: { do: 'impair', [key]: value, ...where }, end: { do: 'impair', [key]: 0, ...where } };
}

function cut(where: Readonly<Record<string, string>>): DrawnFault {
  return { begin: { do: 'cut', ...where }, end: { do: 'mend', ...where } };
}

function chip(is: string, more: Readonly<Record<string, unknown>> = {}): DrawnFault {
  return { begin: { do: 'chip', is, ...more }, end: { do: 'chip', is: 'ok' } };
}

/** One wrong bit: at a random place of a frame, or in one of the next bytes. */
function oneWrongBit(on: string, dice: Dice): DrawnFault {
  if (dice.is(0.5)) return chip('bit-errors', { on, rate: dice.magnitude(0.001, 1), count: 1 });
  const at = { nth: Math.round(dice.magnitude(1, 2000)), byte: dice.integer(0, 8), bit: dice.integer(0, 7) };
  return chip('bit-errors', { on, at });
}

function wrongBits(on: string, dice: Dice): DrawnFault {
  const count = dice.is(0.7) ? { count: Math.round(dice.magnitude(2, 500)) } : {};
  return chip('bit-errors', { on, rate: dice.magnitude(0.0005, 0.3), ...count });
}

function ofPeer(begin: string, end: string | null): Draw {
  return (dice, targets) => {
    const name = peer(dice, targets);
    const step = (what: string): StepText => ({ do: what, peer: name, optional: true });
    return { begin: step(begin), end: end === null ? null : step(end) };
  };
}

/** With this share of the TCP timeout as delay and as jitter, both ways, an answer still comes before the chip gives up. */
const SLOWEST = 0.2;

/** By where the fault is; each place, and each fault of it, is equally likely. */
export const CAMPAIGN_FAULTS = {
  wire: {
    cut: (dice) => cut({ direction: direction(dice) }),
    'unplug-device': () => cut({ at: 'device' }),
    'unplug-peer': (dice, targets) => cut({ at: peer(dice, targets) }),
    loss: (dice) => impaired('lossRate', dice.magnitude(0.01, 1), dice),
    corruption: (dice) => impaired('corruptRate', dice.magnitude(0.01, 1), dice),
    duplicates: (dice) => impaired('duplicateRate', dice.magnitude(0.01, 1), dice),
  },
  timing: {
    delay: (dice, { tcpTimeoutMs }) => impaired('delayMs', dice.magnitude(0.1, tcpTimeoutMs * SLOWEST), dice),
    jitter: (dice, { tcpTimeoutMs }) => impaired('jitterMs', dice.magnitude(0.1, tcpTimeoutMs * SLOWEST), dice),
    reordering: (dice) => impaired('reorderRate', dice.magnitude(0.01, 1), dice),
  },
  chip: {
    'chip-reset': () => once({ do: 'chip', is: 'reset' }),
    'chip-absent': () => chip('absent'),
    'miso-low': () => chip('miso-low'),
    'miso-high': () => chip('miso-high'),
  },
  spi: {
    'miso-bit': (dice) => oneWrongBit('miso', dice),
    'miso-bits': (dice) => wrongBits('miso', dice),
    'mosi-bit': (dice) => oneWrongBit('mosi', dice),
    'mosi-bits': (dice) => wrongBits('mosi', dice),
  },
  power: {
    'power-off': ofPeer('power-off', 'boot'),
    reboot: ofPeer('boot', null),
    'device-reset': () => once({ do: 'device', is: 'reset' }),
  },
  hosts: {
    close: ofPeer('close', null),
    abort: ofPeer('abort', null),
    hang: ofPeer('hang', 'unhang'),
    'stop-reading': ofPeer('stop-reading', 'start-reading'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Draw>>>>;

export type FaultPlace = keyof typeof CAMPAIGN_FAULTS;
export type CampaignFault = { [Place in FaultPlace]: keyof (typeof CAMPAIGN_FAULTS)[Place] }[FaultPlace];

const ROWS = Object.values(CAMPAIGN_FAULTS).map(
  (faults) => Object.entries(faults) as unknown as [[CampaignFault, Draw], ...[CampaignFault, Draw][]],
) as [[[CampaignFault, Draw], ...[CampaignFault, Draw][]], ...[[CampaignFault, Draw], ...[CampaignFault, Draw][]][]];

export const CAMPAIGN_FAULT_NAMES: readonly CampaignFault[] = ROWS.flat().map(([name]) => name);

export function drawFault(dice: Dice, targets: Targets): DrawnFault & { readonly name: CampaignFault } {
  const [name, draw] = dice.pick(...dice.pick(...ROWS));
  return { name, ...draw(dice, targets) };
}
