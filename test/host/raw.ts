import { Clock } from '../../simulator/clock.ts';
import type { TcpConfig } from '../../simulator/host/config.ts';
import { Peer } from '../../simulator/host/peer.ts';
import { decodeFrame, encodeArpFrame, encodeTcpFrame, type Frame } from '../../simulator/net/frame.ts';
import { Link } from '../../simulator/net/link.ts';
import { type Seq, seq } from '../../simulator/net/seq.ts';
import { flagsText, type TcpFlags, type TcpSegment, tcpFlags } from '../../simulator/net/tcp.ts';

const RAW_MAC = Uint8Array.of(2, 0, 0, 0, 0, 1);
const RAW_IP = Uint8Array.of(192, 168, 1, 1);
const PEER_MAC = Uint8Array.of(2, 0, 0, 0, 0, 10);
const PEER_IP = Uint8Array.of(192, 168, 1, 10);
const RAW_PORT = 5000;
const PEER_PORT = 40_000;

/** A segment as a test writes it; what is left out is 0, none, or a window of 4096. */
export interface RawSegment {
  readonly seq: number;
  readonly ack?: number;
  readonly flags: readonly (keyof TcpFlags)[];
  readonly payload?: Uint8Array;
  readonly window?: number;
  readonly mss?: number;
}

/**
 * A peer whose other side is the test itself: segments go in one by one, and what the peer sends in answer comes out as
 * text. ARP is done, and the peer's later requests are answered and left out; the latency is 1 ns, so that times read like
 * the specification.
 */
export function rawSide(options: { tcp?: Partial<TcpConfig>; iss?: number } = {}) {
  const clock = new Clock();
  const noticed: string[] = [];
  const link = new Link({
    clock,
    latencyNs: 1,
    report: (event) => {
      if (event.kind === 'peer') noticed.push(event.what);
    },
  });
  const port = link.attach('raw');
  const peer = new Peer({
    name: 'peer',
    clock,
    port: link.attach('peer'),
    report: (event) => {
      if (event.kind === 'peer') noticed.push(event.what);
    },
    mac: PEER_MAC,
    ip: PEER_IP,
    firstIss: options.iss ?? 100,
    ...(options.tcp === undefined ? {} : { tcp: options.tcp }),
  });
  const arp = { senderMac: RAW_MAC, senderIp: RAW_IP, targetMac: PEER_MAC, targetIp: PEER_IP };
  let heard: { readonly atNs: number; readonly frame: Frame }[] = [];
  port.onFrame = (bytes) => {
    const frame = decodeFrame(bytes);
    if (frame === null) throw new Error('the peer sent a malformed frame');
    if (frame.kind === 'arp' && frame.arp.operation === 'request') {
      port.send(encodeArpFrame(PEER_MAC, { operation: 'reply', ...arp }));
      return;
    }
    heard.push({ atNs: clock.nowNs - 1, frame });
  };
  const sendRaw = (segment: RawSegment): void => {
    const whole: TcpSegment = {
      sourcePort: RAW_PORT,
      destinationPort: PEER_PORT,
      seq: seq(segment.seq),
      ack: seq(segment.ack ?? 0) as Seq,
      flags: tcpFlags(...segment.flags),
      window: segment.window ?? 4096,
      urgentPointer: 0,
      mss: segment.mss ?? null,
      payload: segment.payload ?? new Uint8Array(0),
    };
    const ends = { sourceMac: RAW_MAC, destinationMac: PEER_MAC, sourceIp: RAW_IP, destinationIp: PEER_IP };
    port.send(encodeTcpFrame({ ...ends, ttl: 64, identification: 0 }, whole));
  };
  /** What the peer has sent since last asked: `[ACK] seq=… ack=… len=… win=…`, or the frame's kind. */
  const answers = (): readonly string[] => {
    const lines = heard.map(({ frame }) => (frame.kind === 'tcp' ? segmentText(frame.tcp) : frame.kind));
    heard = [];
    return lines;
  };
  /** The same, with the times at which they left, and without emptying. */
  const times = (): readonly number[] => heard.map(({ atNs }) => atNs);
  const run = (forNs: number): void => clock.advanceTo(clock.nowNs + forNs);
  // The peer learns where the test is.
  port.send(encodeArpFrame(PEER_MAC, { operation: 'reply', ...arp }));
  run(1);
  return {
    clock,
    link,
    port,
    peer,
    noticed,
    run,
    answers,
    times,
    send: (segment: RawSegment): readonly string[] => {
      sendRaw(segment);
      run(2);
      return answers();
    },
    connect: () => peer.connect(RAW_IP, RAW_PORT, PEER_PORT),
  };
}

/** The same with a connection established: the peer's SND.NXT is 101 (or ISS + 1), its RCV.NXT is 301. */
export function establishedRawSide(options: { tcp?: Partial<TcpConfig>; iss?: number; window?: number } = {}) {
  const side = rawSide(options);
  const connection = side.connect();
  side.run(2);
  const ack = (options.iss ?? 100) + 1;
  side.send({ seq: 300, ack, flags: ['syn', 'ack'], mss: 1460, window: options.window ?? 4096 });
  if (connection.state !== 'ESTABLISHED') throw new Error('the handshake did not complete');
  return { ...side, connection };
}

function segmentText(segment: TcpSegment): string {
  const ack = segment.flags.ack ? ` ack=${segment.ack}` : '';
  return `${flagsText(segment.flags)} seq=${segment.seq}${ack} len=${segment.payload.length} win=${segment.window}`;
}
