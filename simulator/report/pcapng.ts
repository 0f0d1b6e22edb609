import type { TimelineEvent } from '../timeline.ts';
import { enhancedPacket, interfaceDescription, sectionHeader } from './pcapng-blocks.ts';

type FrameEvent = Extract<TimelineEvent, { kind: 'frame' }>;

/**
 * The frames of a timeline as a pcapng file (draft-ietf-opsawg-pcapng), taken where they leave their sender, one
 * interface per sender, nanosecond stamps from the start of the run.
 *
 * Frames that arrive nowhere are in it too, with a comment that says why. Scenario steps become comments on the packet
 * that follows them; steps behind the last packet have none to stand on and are left out.
 */
export function pcapng(events: Iterable<TimelineEvent>): Uint8Array {
  const all = [...events];
  const lostLater = new Map<Uint8Array, string>();
  for (const event of all) if (event.kind === 'frame-lost') lostLater.set(event.bytes, event.lost);
  const interfaces = new Map<string, number>();
  const blocks: Uint8Array[] = [sectionHeader('keepwire simulator')];
  let steps: string[] = [];
  for (const event of all) {
    if (event.kind === 'step') steps.push(event.text);
    if (event.kind !== 'frame') continue;
    if (!interfaces.has(event.from)) {
      interfaces.set(event.from, interfaces.size);
      blocks.push(interfaceDescription(event.from));
    }
    const lost = event.lost ?? lostLater.get(event.bytes);
    const comments = lost === undefined ? steps : [...steps, `lost: ${lost}`];
    blocks.push(packetOf(event, interfaces.get(event.from) ?? 0, comments));
    steps = [];
  }
  return concatenated(blocks);
}

function packetOf(event: FrameEvent, interfaceId: number, comments: readonly string[]) {
  return enhancedPacket({ interfaceId, atNs: event.atNs, bytes: event.bytes, comments });
}

function concatenated(blocks: readonly Uint8Array[]): Uint8Array {
  const file = new Uint8Array(blocks.reduce((length, block) => length + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    file.set(block, offset);
    offset += block.length;
  }
  return file;
}
