/** Events with a text: steps of the scenario, the firmware's reports and trace lines, and violations. */
import type { TimelineEvent } from '../../../timeline.ts';
import type { Item, Lane, MarkKind } from '../model/model.ts';
import { into, marksLane, ms, type RunData } from './lane.ts';

interface Word {
  readonly text: string;
  readonly kind?: number;
  readonly details?: string;
}

function wordsLane(
  run: RunData,
  head: { readonly title: string; readonly help: string },
  kinds: readonly MarkKind[],
  wordOf: (event: TimelineEvent) => Word | null,
): readonly Lane[] {
  const rows = new Map<string, Item[]>();
  for (const event of run.timeline) {
    const word = wordOf(event);
    if (word === null) continue;
    const item = { t: ms(event.atNs), k: word.kind ?? 0, s: word.text };
    into(rows, '', word.details === undefined ? item : { ...item, x: word.details });
  }
  return marksLane('flags', head, kinds, rows, run);
}

export function stepsLane(run: RunData): readonly Lane[] {
  const kinds: readonly MarkKind[] = [
    { name: 'step', tone: 'calm', shape: 'tick' },
    { name: 'cable cut', tone: 'bad', shape: 'tick' },
  ];
  return wordsLane(run, { title: 'Scenario', help: 'steps as they are carried out' }, kinds, (event) =>
    event.kind === 'step' ? { text: event.text, kind: event.deed?.what === 'cut' ? 1 : 0 } : null,
  );
}

export function firmwareLane(run: RunData): readonly Lane[] {
  const kinds: readonly MarkKind[] = [
    { name: 'firmware', tone: 'note', shape: 'tick' },
    { name: 'fault', tone: 'bad', shape: 'cross' },
  ];
  return wordsLane(run, { title: 'Firmware', help: 'what it reports to its application' }, kinds, (event) => {
    if (event.kind !== 'firmware') return null;
    if (event.what === 'ended') return { text: `socket ${event.socket} ended: ${event.reason}` };
    return { text: event.text, kind: event.what === 'fault' ? 1 : 0 };
  });
}

export function traceLane(run: RunData): readonly Lane[] {
  const kinds: readonly MarkKind[] = [{ name: 'mark', tone: 'note', shape: 'tick' }];
  return wordsLane(run, { title: 'Trace', help: 'lines that the firmware wrote to USART1' }, kinds, (event) =>
    event.kind === 'trace' ? { text: event.text } : null,
  );
}

export function violationsLane(run: RunData): readonly Lane[] {
  const kinds: readonly MarkKind[] = [
    { name: 'violation', tone: 'bad', shape: 'cross' },
    { name: 'excused: during a chip fault of the scenario', tone: 'busy', shape: 'cross' },
  ];
  return wordsLane(run, { title: 'Violations', help: 'broken rules of the datasheet or the engine' }, kinds, (event) =>
    event.kind === 'violation' ? { text: event.rule, details: event.text, kind: 'excused' in event ? 1 : 0 } : null,
  );
}
