import { describe, expect, test } from 'vitest';
import { NS_PER_S } from '../../simulator/clock.ts';
import { encodeTcpFrame } from '../../simulator/net/frame.ts';
import { seq, seqAdd } from '../../simulator/net/seq.ts';
import { type TcpSegment, tcpFlags } from '../../simulator/net/tcp.ts';
import { pcapng } from '../../simulator/report/pcapng.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { hex } from '../hex.ts';
import { connectedPair } from '../host/pair.ts';
import { capinfos, tshark } from '../tshark.ts';

/** A client that idles after one byte, and a device that probes it as SEND_KEEP does: SND.NXT − 1 and one octet. */
function probedConversation(): readonly TimelineEvent[] {
  const { near, far, run, link, events, clock, server, serverPort } = connectedPair({ seed: 3 });
  near.send(hex('41'));
  run(NS_PER_S);
  far.send(hex('42'));
  run(14 * NS_PER_S);
  const last = events.findLast((event) => event.kind === 'frame' && event.from === 'server');
  if (last?.kind !== 'frame') throw new Error('the server sent nothing');
  const numbers = /seq=(\d+) ack=(\d+) len=(\d+)/.exec(last.summary)?.slice(1).map(Number) ?? [];
  const [lastSeq = 0, ack = 0, length = 0] = numbers;
  const probe: TcpSegment = {
    sourcePort: near.ends.remotePort,
    destinationPort: near.ends.localPort,
    seq: seqAdd(seq(lastSeq), length - 1),
    ack: seq(ack),
    flags: tcpFlags('ack'),
    window: 2048,
    urgentPointer: 0,
    mss: null,
    payload: hex('00'),
  };
  const probeFrame = (): Uint8Array =>
    encodeTcpFrame(
      {
        sourceMac: Uint8Array.of(2, 0, 0, 0, 0, 20),
        destinationMac: Uint8Array.of(2, 0, 0, 0, 0, 10),
        sourceIp: server.ip,
        destinationIp: near.ends.localIp,
        ttl: 64,
        identification: 0,
      },
      probe,
    );
  serverPort.send(probeFrame());
  run(NS_PER_S);
  (events as TimelineEvent[]).push({ kind: 'step', text: 'cut the cable: “Kabel ab”', atNs: clock.nowNs });
  link.cut();
  serverPort.send(probeFrame());
  run(NS_PER_S);
  return events;
}

describe('pcapng', () => {
  test('the section header and interface blocks, byte by byte (draft-ietf-opsawg-pcapng sections 4.1, 4.2, 4.3)', () => {
    const frame = { kind: 'frame', from: 'a', summary: '', bytes: hex('0102030405'), atNs: 0x1_2345_6789 } as const;
    const bytes = pcapng([{ kind: 'step', text: 'go', atNs: 0 }, frame]);
    const sectionBytes = new DataView(bytes.buffer).getUint32(4, true);
    expect(bytes.subarray(0, 4)).toEqual(hex('0a0d0d0a'));
    expect(bytes.subarray(8, 24)).toEqual(hex('4d3c2b1a 0100 0000 ffffffffffffffff'));
    expect(bytes.subarray(sectionBytes)).toEqual(
      hex(`
        01000000 28000000 0100 0000 00000000  0200 0100 61000000  0900 0100 09000000  0000 0000  28000000
        06000000 34000000 00000000 01000000 89674523 05000000 05000000 01020304 05000000
          0100 0200 676f0000  0000 0000  34000000
      `),
    );
  });

  test('no events make a file with a header only', () => {
    expect(tshark(pcapng([]), ['frame.number'])).toEqual([]);
  });

  test('tshark finds all checksums right and nothing malformed', () => {
    const rows = tshark(pcapng(probedConversation()), ['_ws.malformed', 'ip.checksum.status', 'tcp.checksum.status']);
    const [arp, tcp] = [rows.slice(0, 2), rows.slice(2)];
    expect(arp).toEqual([
      ['', '', ''],
      ['', '', ''],
    ]);
    expect(tcp.length).toBeGreaterThan(8);
    // 1 is "Good" in tshark's enumeration of checksum states.
    for (const row of tcp) expect(row).toEqual(['', '1', '1']);
  });

  test('tshark takes the probe for a keep-alive and its answer for the acknowledgement of one', () => {
    const rows = tshark(pcapng(probedConversation()), [
      'frame.time_relative',
      'ip.src',
      'tcp.analysis.keep_alive',
      'tcp.analysis.keep_alive_ack',
    ]);
    const marked = rows.filter(([, , probe, answer]) => probe !== '' || answer !== '');
    expect(marked).toEqual([
      ['15.001000000', '192.168.1.20', '1', ''],
      ['15.001100000', '192.168.1.10', '', '1'],
      ['16.001000000', '192.168.1.20', '1', ''],
    ]);
  });

  test('times are exact to the nanosecond, also beyond 2^32 of them', () => {
    const bytes = new Uint8Array(60);
    const frame = (atNs: number): TimelineEvent => ({ kind: 'frame', from: 'a', summary: '', bytes, atNs });
    const timesNs = [1, 4_294_967_295, 4_294_967_297, 3_600_000_000_001];
    expect(tshark(pcapng(timesNs.map(frame)), ['frame.time_epoch'])).toEqual([
      ['0.000000001'],
      ['4.294967295'],
      ['4.294967297'],
      ['3600.000000001'],
    ]);
  });

  test('steps and losses are comments, senders are interfaces', () => {
    const rows = tshark(pcapng(probedConversation()), ['frame.interface_name', 'frame.comment']);
    expect(rows.at(-1)).toEqual(['server', 'cut the cable: “Kabel ab”;lost: cut']);
    expect(rows.slice(0, -1).every(([, comment]) => comment === '')).toBe(true);
    expect(rows.slice(0, 2).map(([name]) => name)).toEqual(['client', 'server']);
  });

  test('a frame whose loss was decided only under way is marked as well', () => {
    const bytes = new Uint8Array(60);
    const frame = { kind: 'frame', from: 'a', summary: '', bytes, atNs: 5 } as const;
    const events = [frame, { ...frame, kind: 'frame-lost', lost: 'cut', atNs: 9 } as const];
    expect(tshark(pcapng(events), ['frame.comment'])).toEqual([['lost: cut']]);
  });

  test('what comes behind the last packet is told on it, in order', () => {
    const frame = { kind: 'frame', from: 'a', summary: '', bytes: new Uint8Array(60), atNs: 5 } as const;
    const events: readonly TimelineEvent[] = [
      { kind: 'step', text: 'first', atNs: 0 },
      frame,
      { kind: 'firmware', what: 'ended', socket: 3, reason: 'probe-timeout', atNs: 6 },
      frame,
      { kind: 'trace', text: 'S0 up', atNs: 7 },
      { kind: 'step', text: 'last', atNs: 8 },
      { kind: 'violation', rule: 'a/b', text: 'never', atNs: 9 },
    ];
    expect(tshark(pcapng(events), ['frame.comment'])).toEqual([
      ['first'],
      [
        'firmware: socket 3 ended, reason probe-timeout;after this packet: trace: S0 up;' +
          'after this packet: last;after this packet: violation (a/b): never',
      ],
    ]);
  });

  test('without a packet the section has the comments', () => {
    const bytes = pcapng([{ kind: 'step', text: 'cut the cable', atNs: 0 }]);
    expect(capinfos(bytes)).toMatch(/^Capture comment: +cut the cable$/mu);
    expect(tshark(bytes, ['frame.number'])).toEqual([]);
  });

  test('what befalls a frame on its way is told', () => {
    const frame = { kind: 'frame', from: 'a', summary: '', bytes: new Uint8Array(60), atNs: 5 } as const;
    const events = [{ ...frame, impaired: ['corrupted', 'reordered'] } as const];
    expect(tshark(pcapng(events), ['frame.comment'])).toEqual([['on the wire: corrupted;on the wire: reordered']]);
  });

  test('a comment longer than an option can hold does not break the file', () => {
    const step = { kind: 'step', text: '線'.repeat(70_000), atNs: 0 } as const;
    const frame = { kind: 'frame', from: 'a', summary: '', bytes: new Uint8Array(60), atNs: 5 } as const;
    expect(tshark(pcapng([step, frame, frame]), ['frame.len'])).toEqual([['60'], ['60']]);
  });
});
