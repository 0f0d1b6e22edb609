import type { RawHost } from '../../peer/chip-check/transport.ts';
import type { TcpAddress } from '../../peer/environment/transport.ts';
import { type Clock, NS_PER_MS } from '../../simulator/clock.ts';
import { decodeFrame, encodeTcpFrame } from '../../simulator/net/frame.ts';
import type { LinkPort } from '../../simulator/net/port.ts';
import { type Seq, seq, seqAdd } from '../../simulator/net/seq.ts';
import { type TcpFlags, type TcpSegment, tcpFlags } from '../../simulator/net/tcp.ts';

const MAC = Uint8Array.of(2, 0, 0, 0, 0, 0x77);
const IP = Uint8Array.of(192, 168, 1, 77);
const LOOPBACK = Uint8Array.of(127, 0, 0, 1);
const FIRST_SEQUENCE = 1000;
const LISTEN_MS = 100;

/** A host of the simulated link whose segments are all made by hand; it answers nothing that it is not told to. */
export class SimulatedRawHost implements RawHost {
  readonly #clock: Clock;
  readonly #port: LinkPort;
  readonly #deviceMac: Uint8Array;
  readonly #deviceIp: Uint8Array;
  #localPort = 30_000;
  #remotePort = 0;
  #sawReset = false;
  #onSyn: ((initialSequence: number) => void) | null = null;
  #connected = false;
  #expected: Seq = seq(0);
  probeOctet: number | null = null;

  constructor(
    clock: Clock,
    port: LinkPort,
    device: { readonly mac: readonly number[]; readonly ip: readonly number[] },
  ) {
    this.#clock = clock;
    this.#port = port;
    this.#deviceMac = Uint8Array.from(device.mac);
    this.#deviceIp = Uint8Array.from(device.ip);
    port.onFrame = (bytes) => this.#take(bytes);
  }

  sendStray(to: TcpAddress, answer: (reset: boolean) => void): void {
    this.#begin(to);
    this.#send(['fin'], FIRST_SEQUENCE);
    this.#clock.after(LISTEN_MS * NS_PER_MS, () => answer(this.#sawReset));
  }

  sendImpossible(to: TcpAddress, done: () => void): void {
    this.#begin(to);
    this.#send(['syn'], FIRST_SEQUENCE, LOOPBACK);
    this.#clock.after(LISTEN_MS * NS_PER_MS, done);
  }

  connect(to: TcpAddress, answer: (initialSequence: number) => void): void {
    this.#begin(to);
    this.#onSyn = answer;
    this.#send(['syn'], FIRST_SEQUENCE);
  }

  resetInWindow(): void {
    this.#connected = false; // a challenge is not answered
    this.#send(['rst'], FIRST_SEQUENCE + 1 + 10);
  }

  #begin({ port }: TcpAddress): void {
    this.#localPort++;
    this.#remotePort = port;
    this.#sawReset = false;
    this.#onSyn = null;
    this.#connected = false;
    this.probeOctet = null;
  }

  #take(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes);
    if (frame?.kind !== 'tcp' || frame.tcp.destinationPort !== this.#localPort) return;
    const { flags, payload, seq: begin } = frame.tcp;
    if (flags.rst) this.#sawReset = true;
    if (flags.syn && flags.ack && this.#onSyn !== null) {
      this.#expected = seqAdd(begin, 1);
      this.#connected = true;
      this.#send(['ack'], FIRST_SEQUENCE + 1);
      this.#onSyn(begin >>> 0);
      this.#onSyn = null;
    } else if (this.#connected && payload.length > 0) {
      if (begin === this.#expected) this.#expected = seqAdd(begin, payload.length);
      else if (seqAdd(begin, 1) === this.#expected) this.probeOctet = payload[0] ?? null;
      this.#send(['ack'], FIRST_SEQUENCE + 1);
    }
  }

  #send(names: readonly (keyof TcpFlags)[], sequence: number, sourceIp = IP): void {
    const segment: TcpSegment = {
      sourcePort: this.#localPort,
      destinationPort: this.#remotePort,
      seq: seq(sequence),
      ack: this.#connected ? this.#expected : seq(0),
      flags: tcpFlags(...names),
      window: 8192,
      urgentPointer: 0,
      mss: null,
      payload: new Uint8Array(0),
    };
    const ends = { sourceMac: MAC, destinationMac: this.#deviceMac, sourceIp, destinationIp: this.#deviceIp };
    this.#port.send(encodeTcpFrame({ ...ends, ttl: 64, identification: 0 }, segment));
  }
}
