/**
 * What `explain` calls typical, at the pace of the user's loop: the mean of when the application is told, over peers that
 * go at moments spread evenly over what repeats itself while a connection is idle.
 */
import { expect, test } from 'vitest';
import type { Failure } from '../../contract/promises.ts';
import { NS_PER_MS } from '../../values/time.ts';
import { METHODS, playOf, rowOf } from '../ways/methods.ts';
import { type Built, built } from '../whole/firmware.ts';
import { mustPass, scenario } from '../whole/play.ts';
import { type Guest, guest } from './specs.ts';

interface Case {
  /** A row of the method matrix. */
  readonly method: string;
  readonly failure: Failure;
  /** The peer goes within so many ms of silence: as long as what the firmware repeats meanwhile. 0: within a pause. */
  readonly cycleMs?: number;
  /** What counts begins with the peer's last data, right before its end. */
  readonly speaks?: true;
  /** The cycle is longer by some pauses: the moments are not spread evenly over it. */
  readonly lengthens?: true;
  /** The device sends so often that the pause must be shorter; or its own call begins the failure, at no other moments. */
  readonly mostMs?: number;
  readonly more?: object;
}

const CASES: Readonly<Record<string, Case>> = {
  FIN: { method: 'probe', failure: 'orderly-close' },
  'chip check': { method: 'probe', failure: 'chip-reset' },
  'chip check of eight sockets': {
    ...{ method: 'probe', failure: 'chip-reset' },
    more: { sockets: [{ port: 5000, count: 8, rxKiB: 1, txKiB: 1 }] },
  },
  probe: { method: 'probe', failure: 'cable-cut', cycleMs: 4000, lengthens: true },
  'probe that is answered by RST': { method: 'probe', failure: 'peer-reboot', cycleMs: 4000 },
  'idle limit': { method: 'idle limit', failure: 'peer-hung', cycleMs: 2000, speaks: true },
  'heartbeat of any data': { method: 'heartbeat of any data', failure: 'peer-hung', speaks: true },
  'heartbeat of the device': {
    method: 'heartbeat of the device',
    failure: 'cable-cut',
    cycleMs: 4000,
    lengthens: true,
  },
  question: { method: 'question and answer', failure: 'peer-hung', cycleMs: 4000, lengthens: true, mostMs: 250 },
  goodbye: { method: 'goodbye', failure: 'goodbye' },
  'send timeout': { method: 'send timeout', failure: 'zero-window', mostMs: 230 },
  link: { method: 'link, close', failure: 'link-down' },
  ping: { method: 'ping of a WebSocket', failure: 'peer-hung', cycleMs: 4000, lengthens: true, mostMs: 250 },
};

/** How long after the failure the application is told. */
function toldMs(firmware: Built, { failure, speaks }: Case, silenceMs: number): number {
  const row = rowOf(firmware, failure);
  if (row === undefined) throw new Error(`no ${failure}`);
  const { steps, ...more } = playOf(failure, row);
  const [fails, end] = steps.slice(-2);
  const silence = { do: 'wait', for: { ms: silenceMs } };
  const words = speaks
    ? [
        { do: 'send', peer: 'client', text: 'last' },
        { do: 'wait', for: { ms: 1 } },
      ]
    : [];
  const all = [...steps.slice(0, -2), silence, ...words, fails, end];
  const run = mustPass(firmware, scenario(all, more));
  const told = run.timeline.find((event) => event.kind === 'firmware' && event.what === 'ended');
  const [found] = run.detections;
  if (told === undefined || found === undefined) throw new Error(`${failure}: nothing was reported`);
  return told.atNs / NS_PER_MS - found.diedAtMs;
}

export interface Typical {
  readonly everyMs: number;
  /** How many moments. */
  readonly moments: number;
  /** All, or some of them. */
  readonly cases?: readonly string[];
}

const SETTLED_MS = 3000;
/** A peer answers sooner than the round trip that is allowed. */
const ROUND_TRIP_MS = 100;
/** Of a pause: few moments are no mean. */
const MEAN_IS_WITHIN = 0.4;
const LENGTHENED_IS_WITHIN = 0.8;
/** Where the pause is nothing, of half a look at the PHY. */
const SPARE_MS = 15;
const GOLDEN = 0.618034;

export function typical(platform: Guest, { everyMs, moments, cases }: Typical): void {
  const isPlayed = (name: string, { mostMs = everyMs }: Case): boolean =>
    everyMs <= mostMs && (cases?.includes(name) ?? true);
  const rows = Object.entries(CASES).filter(([name, of]) => isPlayed(name, of));
  test.each(rows)(`${platform}, ${everyMs} ms: %s`, async (_name, of) => {
    const { cycleMs = 0, failure, lengthens = false, method, more } = of;
    const spec = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1 }, ...METHODS[method]?.spec };
    const times = { retransmission: { timeoutMs: 100, count: 3 } };
    const firmware = await built({ ...times, ...spec, ...more, ...guest(platform), callEveryMs: everyMs });
    const all = Array.from({ length: moments }, (_, nth) => {
      const phaseMs = ((nth * GOLDEN) % 1) * everyMs;
      return toldMs(firmware, of, SETTLED_MS + ((nth + 0.5) * cycleMs) / moments + phaseMs);
    });
    const meanMs = all.reduce((sum, one) => sum + one, 0) / moments;
    const typicalMs = rowOf(firmware, failure)?.methods[0]?.typicalMs ?? Number.NaN;
    const withinMs = SPARE_MS + everyMs * (lengthens ? LENGTHENED_IS_WITHIN : MEAN_IS_WITHIN);
    expect(meanMs).toBeLessThan(typicalMs + withinMs);
    expect(meanMs).toBeGreaterThan(typicalMs - withinMs - ROUND_TRIP_MS);
  });
}
