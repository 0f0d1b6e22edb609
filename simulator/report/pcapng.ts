import { joined } from '../bytes.ts';
import type { TimelineEvent } from '../timeline.ts';
import { enhancedPacket, interfaceDescription, sectionHeader } from './pcapng-blocks.ts';
import { commentsOf, fateOf } from './pcapng-comments.ts';

/**
 * The frames of a timeline as a pcapng file (draft-ietf-opsawg-pcapng), captured where they leave their sender, with one
 * interface per sender and nanosecond time stamps from the start of the run.
 *
 * Lost and impaired frames are included, with a comment that says so. Steps of the scenario and reports of the firmware
 * are comments on the next packet. After the last packet they are comments on that packet which begin with
 * `after this packet`; without any packet they are comments of the section.
 */
export function pcapng(events: Iterable<TimelineEvent>): Uint8Array {
  const all = [...events];
  const lostLater = new Map<Uint8Array, string>();
  for (const event of all) if (event.kind === 'frame-lost') lostLater.set(event.bytes, event.lost);
  const last = all.findLastIndex((event) => event.kind === 'frame');
  const reported = all.slice(last + 1).flatMap(commentsOf);
  const interfaces = new Map<string, number>();
  const blocks: Uint8Array[] = [sectionHeader('keepwire simulator', last < 0 ? reported : [])];
  let before: string[] = [];
  for (const [index, event] of all.slice(0, last + 1).entries()) {
    before.push(...commentsOf(event));
    if (event.kind !== 'frame') continue;
    const known = interfaces.get(event.from);
    const interfaceId = known ?? interfaces.size;
    if (known === undefined) blocks.push(interfaceDescription(event.from));
    interfaces.set(event.from, interfaceId);
    const after = index === last ? reported.map((comment) => `after this packet: ${comment}`) : [];
    const comments = [...before, ...fateOf(event, lostLater.get(event.bytes)), ...after];
    blocks.push(enhancedPacket({ interfaceId, atNs: event.atNs, bytes: event.bytes, comments }));
    before = [];
  }
  return joined(blocks);
}
