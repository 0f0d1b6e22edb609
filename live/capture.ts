import { enhancedPacket, interfaceDescription, sectionHeader } from '../simulator/report/pcapng-blocks.ts';
import { commentsOf, fateOf } from '../simulator/report/pcapng-comments.ts';
import type { TimelineEvent } from '../simulator/timeline.ts';
import { DEVICE, OUTSIDE } from './device.ts';

const INTERFACES = [DEVICE, OUTSIDE];

/** The start of a capture that grows while it is taken: both interfaces, before any packet. */
export function captureStart(): readonly Uint8Array[] {
  return [sectionHeader('keepwire'), ...INTERFACES.map(interfaceDescription)];
}

/**
 * Packets as blocks of pcapng, as they are reported. As in a run's capture, what was done and what the firmware said become
 * comments on the next packet, and frames that arrive nowhere are in it with a comment that says why. What no packet
 * follows is not in it: a packet that has been written cannot be added to.
 */
export function createCaptureBlocks(): (event: TimelineEvent) => Uint8Array | null {
  let before: string[] = [];
  return (event) => {
    before.push(...commentsOf(event));
    if (event.kind !== 'frame') return null;
    const { atNs, bytes, from } = event;
    const comments = [...before, ...fateOf(event)];
    before = [];
    return enhancedPacket({ interfaceId: INTERFACES.indexOf(from), atNs, bytes, comments });
  };
}
