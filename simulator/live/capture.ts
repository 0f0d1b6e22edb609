import { enhancedPacket, interfaceDescription, sectionHeader } from '../report/pcapng-blocks.ts';
import type { TimelineEvent } from '../timeline.ts';
import { DEVICE, OUTSIDE } from './device.ts';

const INTERFACES = [DEVICE, OUTSIDE];

/** The start of a capture that grows while it is taken: both interfaces, before any packet. */
export function captureStart(): readonly Uint8Array[] {
  return [sectionHeader('keepwire'), ...INTERFACES.map(interfaceDescription)];
}

/**
 * Packets as blocks of pcapng, as they are reported. As in a run's capture, what was done becomes a comment on the next
 * packet, and frames that arrive nowhere are in it with a comment that says why.
 */
export function createCaptureBlocks(): (event: TimelineEvent) => Uint8Array | null {
  let steps: string[] = [];
  return (event) => {
    if (event.kind === 'step') steps.push(event.text);
    if (event.kind !== 'frame') return null;
    const { atNs, bytes, from, lost } = event;
    const comments = lost === undefined ? steps : [...steps, `lost: ${lost}`];
    steps = [];
    return enhancedPacket({ interfaceId: INTERFACES.indexOf(from), atNs, bytes, comments });
  };
}
