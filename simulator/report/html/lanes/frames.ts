/** Frames on the wire, where they leave their sender. */
import { decodeFrame } from '../../../net/frame.ts';
import type { Item, Lane, MarkKind } from '../model/model.ts';
import { into, marksLane, ms, type RunData } from './lane.ts';

const KINDS: readonly MarkKind[] = [
  { name: 'TCP with data', tone: 'probe', shape: 'dot' },
  { name: 'TCP without data', tone: 'note', shape: 'tick' },
  { name: 'other than TCP', tone: 'calm', shape: 'tick' },
  { name: 'lost', tone: 'bad', shape: 'cross' },
];
const [DATA, BARE, OTHER, LOST] = [0, 1, 2, 3] as const;
const FROM_DEVICE = 'from device';
const TO_DEVICE = 'to device';

export function framesLane(run: RunData): readonly Lane[] {
  const rows = new Map<string, Item[]>();
  for (const event of run.timeline) {
    if (event.kind !== 'frame' && event.kind !== 'frame-lost') continue;
    const { from, summary, lost, bytes } = event;
    const befalls = event.kind === 'frame' && 'impaired' in event ? `\n${String(event.impaired)}` : '';
    const fate = lost === undefined ? befalls : `\nlost: ${lost}`;
    const details = `${summary}\n${bytes.length} bytes from ${from}${fate}`;
    const k = lost === undefined ? kindOf(bytes) : LOST;
    into(rows, from === 'device' ? FROM_DEVICE : TO_DEVICE, { t: ms(event.atNs), k, x: details });
  }
  const ordered = [FROM_DEVICE, TO_DEVICE].flatMap((name) => {
    const items = rows.get(name);
    return items === undefined ? [] : [[name, items] as const];
  });
  const head = { title: 'Frames', help: '● TCP with data, | without, × lost' };
  return marksLane('marks', head, KINDS, new Map(ordered), run);
}

function kindOf(bytes: Uint8Array): number {
  const frame = decodeFrame(bytes);
  if (frame?.kind !== 'tcp') return OTHER;
  return frame.tcp.payload.length === 0 ? BARE : DATA;
}
