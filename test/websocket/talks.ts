/** Many conversations with one device, one after the other in one run: a run of its own for each would cost ten times as much. */
import type { Framing, FramingTurn } from '../../contract/far-side.ts';
import { farSideOf } from '../../generator/methods/far-side.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import type { Built } from '../whole/firmware.ts';
import { inputOf, scenario } from '../whole/play.ts';
import { request } from './rig.ts';

/** Segments, in order. */
export type Conversation = readonly Uint8Array[];

export interface Heard {
  /** All that the device has sent. */
  readonly said: Buffer;
  /** Why the firmware ended the connection. */
  readonly ended: string;
}

export interface TalksOptions {
  /** What comes before each conversation, in a segment of its own. Default: the request of the RFC. */
  readonly opening?: Uint8Array | null;
  /** Between two segments: some polls of the firmware. */
  readonly pauseMs?: number;
  /** From the last segment to the client's end, unless the device ends the connection before. */
  readonly settleMs?: number;
}

const NOTHING = new Uint8Array(0);
const QUIET: FramingTurn = { data: NOTHING, send: NOTHING, pongs: 0, endedBy: null, violations: [] };
/** Of a `repeat` step. */
const MOST_ROUNDS = 1000;
/** All steps of a scenario, with all rounds. */
const MOST_STEPS = 9000;

/**
 * What the device answers. Each conversation ends with the client's FIN, unless the device has ended it before.
 *
 * @throws {Error} when the firmware breaks a rule of the datasheet, is stuck, or does not serve the next client
 */
export function talks(
  firmware: Built,
  conversations: readonly Conversation[],
  options: TalksOptions = {},
): readonly Heard[] {
  const segments = Math.max(1, ...conversations.map(({ length }) => length));
  const rounds = Math.min(MOST_ROUNDS, Math.max(1, Math.floor(MOST_STEPS / (2 * segments + 5))));
  const all: Heard[] = [];
  for (let from = 0; from < conversations.length; from += rounds) {
    all.push(...played(firmware, conversations.slice(from, from + rounds), segments, options));
  }
  return all;
}

function played(
  firmware: Built,
  conversations: readonly Conversation[],
  segments: number,
  { opening = Buffer.from(request()), pauseMs = 3, settleMs = 200 }: TalksOptions,
): readonly Heard[] {
  const said: Uint8Array[][] = [];
  const frames = (): Framing => {
    const left = [...(conversations[said.length] ?? [])];
    const mine: Uint8Array[] = [];
    said.push(mine);
    return {
      ...{ isOpen: true, isBroken: false, isRefused: false },
      begin: () => opening ?? left.shift() ?? NOTHING,
      wrap: () => left.shift() ?? NOTHING,
      act: () => NOTHING,
      take: (bytes) => {
        mine.push(Uint8Array.from(bytes));
        return QUIET;
      },
    };
  };
  const ms = (value: number) => ({ do: 'wait', for: { ms: value } });
  const segment = [{ do: 'send', peer: 'client', text: 'x', optional: true }, ms(pauseMs)];
  const steps = [
    { do: 'connect', peer: 'client', limit: { s: 5 } },
    ms(pauseMs),
    ...repeated(segments, segment),
    // No application echoes here, so that the run goes on after the limit.
    { do: 'wait-until', peer: 'client', is: 'closed', limit: { ms: settleMs }, onlyForEcho: true },
    { do: 'close', peer: 'client', optional: true },
    { do: 'wait-until', peer: 'client', is: 'detected', limit: { s: 5 } },
  ];
  const what = scenario([{ do: 'repeat', times: conversations.length, steps }]);
  const { timeline, reasons } = runScenario({
    ...inputOf(firmware, what),
    farSideOf: (device, socket) => ({ ...farSideOf(device, socket), frames, signOfLife: null }),
  });
  const trouble = [
    ...timeline.flatMap((event) => (event.kind === 'violation' ? [event.text] : [])),
    ...reasons.filter((reason) => /step failed|stuck|trapped|returned/.test(reason)),
  ];
  if (trouble.length > 0) throw new Error(`conversation ${said.length}: ${trouble.join('\n')}`);
  const ended = timeline.flatMap((event) =>
    event.kind === 'firmware' && event.what === 'ended' ? [event.reason] : [],
  );
  return conversations.map((_, index) => ({
    said: Buffer.concat(said[index] ?? []),
    ended: ended[index] ?? 'not ended',
  }));
}

/** More rounds than one `repeat` step may have; the last ones may find nothing to send. */
function repeated(times: number, steps: readonly unknown[]): readonly unknown[] {
  const count = Math.ceil(times / MOST_ROUNDS);
  return Array.from({ length: count }, () => ({ do: 'repeat', times: Math.ceil(times / count), steps }));
}
