import { enhancedPacket, interfaceDescription, sectionHeader } from '../../simulator/report/pcapng-blocks.ts';
import { commentsOf, fateOf } from '../../simulator/report/pcapng-comments.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { DEVICE, OUTSIDE } from '../device/live-device.ts';

const INTERFACES = [DEVICE, OUTSIDE];

/** The blocks before the first packet: header and both interfaces. */
export function captureStart(): readonly Uint8Array[] {
  return [sectionHeader('keepwire'), ...INTERFACES.map(interfaceDescription)];
}

/**
 * To be called with all events in order of time; gives a pcapng block for each frame. As in the capture of a simulated
 * run, steps and firmware events become comments on the next packet, and a lost frame has a comment that says why.
 * Events after the last packet are left out: a packet that has been written cannot be changed.
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
