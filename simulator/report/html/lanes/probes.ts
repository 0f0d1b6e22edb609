/** Keepalive probes, and whether each was answered. */
import type { Item, Lane, MarkKind } from '../model/model.ts';
import { into, marksLane, ms, type RunData } from './lane.ts';
import { sorted } from './sockets.ts';

const KINDS: readonly MarkKind[] = [
  { name: 'probe, answered', tone: 'probe', shape: 'dot' },
  { name: 'probe, no answer', tone: 'bad', shape: 'dot' },
  { name: 'repeat', tone: 'bad', shape: 'ring' },
  { name: 'answer', tone: 'good', shape: 'tick' },
  { name: 'timeout', tone: 'bad', shape: 'cross' },
];
const [ANSWERED, UNANSWERED, REPEAT, ANSWER, TIMEOUT] = [0, 1, 2, 3, 4] as const;

export function probesLane(run: RunData): readonly Lane[] {
  const rows = new Map<string, Item[]>();
  for (const { socket, probes, left } of run.sessions) {
    const name = `socket ${socket}`;
    for (const { atNs, answeredAtNs, repeatedNs } of probes) {
      const repeats = repeatedNs.length;
      const fate =
        answeredAtNs === null ? 'no answer' : `answered after ${(ms(answeredAtNs) - ms(atNs)).toFixed(3)} ms`;
      const often = repeats === 0 ? '' : `\nrepeated ${repeats === 1 ? 'once' : `${repeats} times`}`;
      into(rows, name, { t: ms(atNs), k: answeredAtNs === null ? UNANSWERED : ANSWERED, x: `${fate}${often}` });
      if (answeredAtNs !== null) into(rows, name, { t: ms(answeredAtNs), k: ANSWER });
    }
    if (left?.cause === 'timeout')
      into(rows, name, { t: ms(left.atNs), k: TIMEOUT, x: 'Sn_IR TIMEOUT: the chip gives up' });
  }
  for (const event of run.timeline) {
    if (event.kind !== 'probe' || event.attempt === 0) continue;
    into(rows, `socket ${event.socket}`, {
      t: ms(event.atNs),
      k: REPEAT,
      x: `attempt ${event.attempt + 1}, the same probe again`,
    });
  }
  for (const items of rows.values()) items.sort((a, b) => a.t - b.t);
  const help = '● answered or not, ○ repeated by the chip, | answer, × timeout';
  return marksLane('marks', { title: 'Probes', help }, KINDS, sorted(rows), run);
}
