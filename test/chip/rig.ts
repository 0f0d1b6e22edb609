import { type ChipSwitches, createChip } from '../../simulator/chip/chip.ts';
import { Clock } from '../../simulator/clock.ts';
import { decodeFrame, encodeTcpFrame, type Frame } from '../../simulator/net/frame.ts';
import type { LinkPort } from '../../simulator/net/port.ts';
import { seq } from '../../simulator/net/seq.ts';
import { type TcpSegment, tcpFlags } from '../../simulator/net/tcp.ts';
import type { EventBody } from '../../simulator/timeline.ts';
import type { Bench } from './bench.ts';
import { ChipDriver, type ChipName } from './driver.ts';

export const CHIPS: readonly ChipName[] = ['W5200', 'W5500'];
export const MS = 1_000_000;
export const S = 1000 * MS;

export const DEVICE_MAC = Uint8Array.of(0x00, 0x08, 0xdc, 0x01, 0x02, 0x03);
export const DEVICE_IP = Uint8Array.of(192, 168, 1, 20);
export const PEER_MAC = Uint8Array.of(0x02, 0x00, 0x00, 0x00, 0x00, 0x0a);
export const PEER_IP = Uint8Array.of(192, 168, 1, 10);
export const PORT = 5000;
export const PEER_PORT = 49152;

/** 18 MHz. */
const BYTE_NS = 444;

export interface SentFrame {
  readonly atNs: number;
  readonly bytes: Uint8Array;
  readonly frame: Frame;
}

export type Segment = Partial<Omit<TcpSegment, 'seq' | 'ack' | 'flags'>> & {
  readonly flags: readonly ('syn' | 'ack' | 'fin' | 'rst' | 'psh')[];
  readonly seq: number;
  readonly ack?: number;
};

export interface Rig extends Bench {
  readonly clock: Clock;
  readonly events: EventBody[];
  readonly sent: SentFrame[];
  waitUntil(ns: number): void;
  violations(): string[];
  /** Latest Sn_SR changes of a socket as `FROM>TO`. */
  changes(n?: number): string[];
}

export interface RigOptions {
  readonly switches?: Partial<ChipSwitches>;
  readonly seed?: number;
  readonly onInterrupt?: (level: 0 | 1) => void;
  /** False leaves the chip as it is right after power-up. */
  readonly started?: boolean;
}

/** A chip on a table: SPI on one side, a bare wire on the other. Addresses set, nothing open. */
export function rig(name: ChipName, options: RigOptions = {}): Rig {
  const clock = new Clock();
  const events: EventBody[] = [];
  const sent: SentFrame[] = [];
  const state = { linkUp: true };
  const port: LinkPort = {
    onFrame: () => {},
    get linkUp() {
      return state.linkUp;
    },
    send: (bytes) => {
      const frame = decodeFrame(bytes);
      if (frame === null) throw new Error('the chip sent a malformed frame');
      sent.push({ atNs: clock.nowNs, bytes, frame });
    },
  };
  const chip = createChip({
    name,
    clock,
    port,
    report: (event) => events.push(event),
    seed: options.seed ?? 7,
    switches: options.switches ?? {},
    ...(options.onInterrupt && { onInterrupt: options.onInterrupt }),
  });
  const driver = new ChipDriver(name, {
    select: () => chip.select(),
    exchangeByte: (mosi) => {
      clock.advanceTo(clock.nowNs + BYTE_NS);
      return chip.exchangeByte(mosi);
    },
    deselect: () => chip.deselect(),
    reset: (level) => chip.reset(level),
    get interrupt() {
      return chip.interrupt;
    },
    waitNs: (ns) => clock.advanceTo(clock.nowNs + ns),
  });
  const made: Rig = {
    clock,
    get nowNs() {
      return clock.nowNs;
    },
    driver,
    events,
    sent,
    segments: () => sent.flatMap(({ frame, atNs }) => (frame.kind === 'tcp' ? [{ ...frame.tcp, atNs }] : [])),
    inject: (frame) => port.onFrame(frame),
    peer: (segment) => port.onFrame(peerFrame(segment)),
    wait: (ns) => clock.advanceTo(clock.nowNs + ns),
    waitUntil: (ns) => clock.advanceTo(ns),
    violations: () => events.flatMap((event) => (event.kind === 'violation' ? [event.rule] : [])),
    changes: (n = 0) =>
      events.flatMap((event) =>
        event.kind === 'socket-state' && event.socket === n ? [`${event.from}>${event.to}`] : [],
      ),
    get linkUp() {
      return state.linkUp;
    },
    set linkUp(up) {
      state.linkUp = up;
    },
  };
  if (options.started !== false) {
    driver.powerUp();
    driver.setCommon('SUBR', 255, 255, 255, 0);
    driver.setCommon('SHAR', ...DEVICE_MAC);
    driver.setCommon('SIPR', ...DEVICE_IP);
    driver.setCommon('GAR', 192, 168, 1, 1);
  }
  return made;
}

/** `ends` replaces addresses of the envelope. */
export function peerFrame(
  segment: Segment,
  ends: { readonly sourceIp?: Uint8Array; readonly sourceMac?: Uint8Array; readonly destinationIp?: Uint8Array } = {},
): Uint8Array {
  const { flags, seq: sequence, ack, ...rest } = segment;
  const envelope = {
    sourceMac: PEER_MAC,
    destinationMac: DEVICE_MAC,
    sourceIp: PEER_IP,
    destinationIp: DEVICE_IP,
    ttl: 64,
    identification: 1,
    ...ends,
  };
  return encodeTcpFrame(envelope, {
    sourcePort: PEER_PORT,
    destinationPort: PORT,
    window: 8192,
    urgentPointer: 0,
    mss: null,
    payload: new Uint8Array(0),
    ...rest,
    seq: seq(sequence),
    ack: seq(ack ?? 0),
    flags: tcpFlags(...flags),
  });
}

/** The chip's latest segment in the terms that tests are written in. */
export function lastSegment(on: Bench): { flags: string; seq: number; ack: number; payload: number[]; window: number } {
  const segment = on.segments().at(-1);
  if (segment === undefined) throw new Error('the chip has sent no segment');
  const names = (['syn', 'fin', 'rst', 'ack'] as const).filter((flag) => segment.flags[flag]);
  const { seq: sequence, ack, window } = segment;
  return { flags: names.join(), seq: sequence, ack, payload: [...segment.payload], window };
}

/** Socket n listens on the port. `mode` is Sn_MR: 0x21 is TCP without delayed ACK. */
export function listen(on: Bench, { n = 0, mode = 0x21, port = PORT } = {}): void {
  on.driver.setSocket(n, 'MR', mode);
  on.driver.setSocket(n, 'PORT', port >> 8, port & 0xff);
  on.driver.command(n, 'OPEN');
  on.driver.command(n, 'LISTEN');
}

export const PEER_ISS = 1000;

/** A connection from the peer to socket 0; returns the chip's next sequence number (SND.NXT). The peer's is 1001. */
export function establish(on: Bench, options: { mode?: number; mss?: number | null; window?: number } = {}): number {
  listen(on, { mode: options.mode ?? 0x21 });
  const { mss = 1460, window = 8192 } = options;
  on.peer({ flags: ['syn'], seq: PEER_ISS, mss, window });
  const next = (lastSegment(on).seq + 1) >>> 0;
  on.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: next, window });
  if (on.driver.socket(0, 'SR') !== 0x17) throw new Error('not ESTABLISHED');
  return next;
}

/** As {@link establish}, after which the peer has sent one octet (so SND.NXT is as returned and RCV.NXT is 1002). */
export function exchanged(on: Bench, options: { mode?: number; window?: number } = {}): number {
  const next = establish(on, options);
  on.peer({ flags: ['psh', 'ack'], seq: PEER_ISS + 1, ack: next, payload: Uint8Array.of(0x55), ...options });
  on.driver.receive(0);
  return next;
}
