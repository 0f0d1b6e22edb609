/** What the user sees of a running device: each main event as a line, or with --json one document at the end. */
import type { SocketPlan } from '../../../contract/device.ts';
import type { Plan } from '../../../contract/plan.ts';
import { createLiveLines } from '../../../live/report/lines.ts';
import type { RunReporter } from '../../../live/session.ts';
import { NS_PER_MS } from '../../../simulator/clock.ts';
import { type JsonEvent, jsonEvent } from '../../../simulator/report/json.ts';
import type { TimelineEvent } from '../../../simulator/timeline.ts';
import { timeText } from '../../../simulator/words.ts';
import type { Io } from '../io.ts';
import { KEYS_HELP } from './keys.ts';

/** Between two warnings that the machine is too slow. */
const WARNING_PAUSE_MS = 5_000;
/** A busy machine loses less than this now and then; the line at the end counts all of it. */
const LEAST_WARNED_NS = 50 * NS_PER_MS;
const TIME_WIDTH = 11;
/** URLs leave it out. */
const HTTP_PORT = 80;
/** A device that runs for days would fill the memory with these. */
const MINOR_KINDS: readonly TimelineEvent['kind'][] = ['frame', 'command', 'received'];

export interface LiveReporter extends RunReporter {
  readonly frames: number;
  /** With `json` all events but those of {@link MINOR_KINDS}, otherwise empty. */
  readonly timeline: readonly JsonEvent[];
}

export interface LiveReporterOptions {
  readonly plan: Plan;
  readonly io: Io;
  readonly tapName: string;
  readonly hostIp: string;
  readonly json: boolean;
  /** Wall-clock time from any start. */
  readonly nowMs: () => number;
}

/** With `json` nothing is printed to stdout, and what the user needs at once goes to stderr. */
export function createLiveReporter(options: LiveReporterOptions): LiveReporter {
  const { io, json } = options;
  const lineOf = createLiveLines();
  const warnOfLoss = lossWarnings(options);
  const timeline: JsonEvent[] = [];
  let frames = 0;
  const take = (event: TimelineEvent): void => {
    if (event.kind === 'frame') frames++;
    if (json && !MINOR_KINDS.includes(event.kind)) timeline.push(jsonEvent(event));
    const line = json ? null : lineOf(event);
    if (line === null) return;
    const colour = line.tone === 'bad' ? 'red' : line.tone === 'step' ? 'bold' : null;
    const text = colour === null ? line.text : io.paint('out', colour, line.text);
    io.out(`${io.paint('out', 'dim', timeText(line.atNs).padStart(TIME_WIDTH))}  ${text}`);
  };
  return {
    begin: () => (json ? io.err : io.out)(introduction(options)),
    batch: ({ events, lostNs }) => {
      for (const event of events) take(event);
      warnOfLoss(lostNs);
    },
    get frames() {
      return frames;
    },
    timeline,
  };
}

/** Prints what virtual time has lost since the last warning, not too often. */
function lossWarnings({ io, nowMs }: LiveReporterOptions): (lostNs: number) => void {
  let warnedNs = 0;
  let warnedAtMs = -Infinity;
  return (lostNs) => {
    const atMs = nowMs();
    if (lostNs - warnedNs < LEAST_WARNED_NS || atMs - warnedAtMs < WARNING_PAUSE_MS) return;
    const lost = ((lostNs - warnedNs) / NS_PER_MS).toFixed(0);
    io.err(
      `this machine is too slow: the simulation has lost another ${lost} ms of real time, ${timeText(lostNs)} in total`,
    );
    warnedNs = lostNs;
    warnedAtMs = atMs;
  };
}

function introduction({ plan, tapName, hostIp }: LiveReporterOptions): string {
  const ip = plan.network.ip.join('.');
  const ways = [...new Set(plan.sockets.flatMap((socket) => waysTo(ip, socket)))];
  return [
    `${plan.name} with its ${plan.chip.name} is ${ip} on ${tapName}; this machine is ${hostIp}. Try:`,
    `  ping ${ip}`,
    ...ways.map((way) => `  ${way}`),
    `Keys: ${KEYS_HELP}${process.stdin.isTTY ? '' : ' (each as a line on stdin)'}.`,
    '',
  ].join('\n');
}

/** A command, or the URLs for a browser: of the page, and of the WebSocket. */
function waysTo(ip: string, { port, websocket }: SocketPlan): readonly string[] {
  if (websocket === null) return [`nc ${ip} ${port}`];
  const host = port === HTTP_PORT ? ip : `${ip}:${port}`;
  return [...(websocket.page === null ? [] : [`http://${host}/`]), `ws://${host}${websocket.path}`];
}
