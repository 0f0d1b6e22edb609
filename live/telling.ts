/** What a user sees of a device that runs: the timeline as it happens, and a document at the end. */

import type { Plan } from '../contract/plan.ts';
import type { Io } from '../generator/cli/io.ts';
import { NS_PER_MS } from '../simulator/clock.ts';
import { type JsonEvent, jsonEvent } from '../simulator/report/json.ts';
import type { TimelineEvent } from '../simulator/timeline.ts';
import { seconds } from '../simulator/words.ts';
import { KEYS_HELP } from './keys.ts';
import { createLiveLines } from './lines.ts';

/** Between two remarks that the machine is too slow. */
const REMARK_PAUSE_MS = 5_000;
/** A busy machine loses less than this now and then; the end says how much it was in all. */
const LEAST_REMARKED_NS = 50 * NS_PER_MS;
const TIME_WIDTH = 11;

export interface Telling {
  /** The device is about to get its power. */
  begin(): void;
  take(events: readonly TimelineEvent[], lostNs: number): void;
  /** How many frames there were, and with --json everything else but frames and commands. */
  readonly frames: number;
  readonly timeline: readonly JsonEvent[];
}

export interface TellingOptions {
  readonly plan: Plan;
  readonly io: Io;
  readonly tapName: string;
  readonly hostIp: string;
  readonly json: boolean;
}

/** With `json` the timeline is kept for the end, and what must be known at once goes to stderr. */
export function createTelling(options: TellingOptions): Telling {
  const { io, json } = options;
  const lineOf = createLiveLines();
  const remarkLoss = lossRemarks(io);
  const timeline: JsonEvent[] = [];
  let frames = 0;
  const takeOne = (event: TimelineEvent): void => {
    if (event.kind === 'frame') frames++;
    if (json && event.kind !== 'frame' && event.kind !== 'command') timeline.push(jsonEvent(event));
    const line = json ? null : lineOf(event);
    if (line === null) return;
    const colour = line.tone === 'bad' ? 'red' : line.tone === 'step' ? 'bold' : null;
    const text = colour === null ? line.text : io.paint('out', colour, line.text);
    io.out(`${io.paint('out', 'dim', seconds(line.atNs).padStart(TIME_WIDTH))}  ${text}`);
  };
  return {
    begin: () => (json ? io.err : io.out)(beginning(options)),
    take: (events, lostNs) => {
      for (const event of events) takeOne(event);
      remarkLoss(lostNs);
    },
    get frames() {
      return frames;
    },
    timeline,
  };
}

/** Says what virtual time has lost since the last remark, not too often. */
function lossRemarks(io: Io): (lostNs: number) => void {
  let saidNs = 0;
  let saidAtMs = -REMARK_PAUSE_MS;
  return (lostNs) => {
    const nowMs = performance.now();
    if (lostNs - saidNs < LEAST_REMARKED_NS || nowMs - saidAtMs < REMARK_PAUSE_MS) return;
    const lost = ((lostNs - saidNs) / NS_PER_MS).toFixed(0);
    io.err(`this machine is too slow: virtual time lags by another ${lost} ms, ${seconds(lostNs)} in all`);
    saidNs = lostNs;
    saidAtMs = nowMs;
  };
}

function beginning({ plan, tapName, hostIp }: TellingOptions): string {
  const ip = plan.network.ip.join('.');
  const ports = [...new Set(plan.sockets.map(({ port }) => port))];
  return [
    `${plan.name} with its ${plan.chip.name} is ${ip} on ${tapName}; this machine is ${hostIp} there. Try:`,
    `  ping ${ip}`,
    ...ports.map((port) => `  nc ${ip} ${port}`),
    `Keys: ${KEYS_HELP}${process.stdin.isTTY ? '' : ' (each as a line on stdin)'}.`,
    '',
  ].join('\n');
}
