import { joined } from '../bytes.ts';
import type { Nanos } from '../clock.ts';
import type { TimelineEvent } from '../timeline.ts';
import { enhancedPacket, interfaceDescription, sectionHeader } from './pcapng-blocks.ts';
import { commentsOf, fateOf } from './pcapng-comments.ts';

/** A capture that may end before its run does. */
export interface BoundedCapture {
  readonly bytes: Uint8Array;
  /** Time of the first packet for which there was no room; null: all are in it. */
  readonly fullAtNs: Nanos | null;
}

/**
 * The frames of a timeline as a pcapng file (draft-ietf-opsawg-pcapng), captured where they leave their sender, with one
 * interface per sender and nanosecond time stamps from the start of the run.
 *
 * Lost and impaired frames are included, with a comment that says so. Steps of the scenario and reports of the firmware
 * are comments on the next packet. After the last packet they are comments on that packet which begin with
 * `after this packet`; without any packet they are comments of the section.
 */
export function pcapng(events: Iterable<TimelineEvent>): Uint8Array {
  return boundedPcapng(events, Number.POSITIVE_INFINITY).bytes;
}

/** As {@link pcapng}, up to the last packet with which the file has at most `mostBytes`. */
export function boundedPcapng(events: Iterable<TimelineEvent>, mostBytes: number): BoundedCapture {
  const all = [...events];
  const lostLater = new Map<Uint8Array, string>();
  for (const event of all) if (event.kind === 'frame-lost') lostLater.set(event.bytes, event.lost);
  const last = all.findLastIndex((event) => event.kind === 'frame');
  const reported = all.slice(last + 1).flatMap(commentsOf);
  const interfaces = new Map<string, number>();
  const file = bounded(sectionHeader('keepwire simulator', last < 0 ? reported : []), mostBytes);
  let before: string[] = [];
  for (const [index, event] of all.slice(0, last + 1).entries()) {
    before.push(...commentsOf(event));
    if (event.kind !== 'frame') continue;
    const known = interfaces.get(event.from);
    const interfaceId = known ?? interfaces.size;
    interfaces.set(event.from, interfaceId);
    const after = index === last ? reported.map((comment) => `after this packet: ${comment}`) : [];
    const comments = [...before, ...fateOf(event, lostLater.get(event.bytes)), ...after];
    const packet = enhancedPacket({ interfaceId, atNs: event.atNs, bytes: event.bytes, comments });
    const blocks = known === undefined ? [interfaceDescription(event.from), packet] : [packet];
    if (!file.takes(blocks)) return { bytes: file.bytes(), fullAtNs: event.atNs };
    before = [];
  }
  return { bytes: file.bytes(), fullAtNs: null };
}

/** Collects blocks until there is no room for the next ones. */
function bounded(header: Uint8Array, mostBytes: number) {
  const all = [header];
  let size = header.length;
  return {
    takes: (blocks: readonly Uint8Array[]): boolean => {
      const more = blocks.reduce((sum, block) => sum + block.length, 0);
      if (size + more > mostBytes) return false;
      all.push(...blocks);
      size += more;
      return true;
    },
    bytes: () => joined(all),
  };
}
