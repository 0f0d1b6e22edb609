import type { Cancel, PeerClock } from '../environment/clock.ts';
import type { TcpAddress } from '../environment/transport.ts';
import { isLastLine } from './report/lines.ts';
import { type Order, orderOf, type ScriptStep } from './script.ts';
import type { CheckSocket, CheckTransport } from './transport.ts';

export interface FarSideOptions {
  /** The control port of the device. The next port is for the checks, and UDP of the third one is closed. */
  readonly device: TcpAddress;
  readonly clock: PeerClock;
  readonly transport: CheckTransport;
  /** An order of the device, before it is carried out. */
  readonly onOrder: (line: string) => void;
  /** The whole report has come; the far side has stopped. */
  readonly onReport: (report: string) => void;
}

const RETRY_MS = 1000;
const BEFORE_CONNECT_MS = 20;
/** A report has some 4 kB; what is longer comes from something else. */
const LONGEST_REPORT = 65_536;

/** Does what the firmware of a chip check asks of its far side, until the report has come. */
export class CheckFarSide {
  readonly #options: FarSideOptions;
  #control: CheckSocket | null = null;
  #tested: CheckSocket | null = null;
  #line = '';
  #report = '';
  #stopped = false;
  #sequence = 0;
  #cancelRetry: Cancel = () => {};

  constructor(options: FarSideOptions) {
    this.#options = options;
  }

  /** Connects to the device, again and again until it is there. */
  start(): void {
    const { device, transport } = this.#options;
    this.#line = '';
    this.#report = '';
    const handlers = {
      connected: () => {},
      received: (bytes: Uint8Array) => this.#take(bytes),
      ended: () => this.#retry(),
    };
    this.#control = transport.connect(device, handlers, { pauses: false, holds: false });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRetry();
    this.#tested?.reset();
    this.#control?.reset();
  }

  #retry(): void {
    if (!this.#stopped) this.#cancelRetry = this.#options.clock.after(RETRY_MS, () => this.start());
  }

  #take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#stopped) return;
      if (byte !== 0x0a) this.#line += String.fromCharCode(byte);
      else this.#takeLine();
    }
    if (this.#report.length + this.#line.length > LONGEST_REPORT) this.#control?.reset();
  }

  #takeLine(): void {
    const line = this.#line;
    this.#line = '';
    const order = orderOf(line);
    if (order !== null) {
      this.#options.onOrder(line);
      this.#obey(order);
      return;
    }
    this.#report += `${line}\n`;
    if (!isLastLine(line)) return;
    this.stop();
    this.#options.onReport(this.#report);
  }

  #answer(key: string, value: number): void {
    this.#control?.write(new TextEncoder().encode(`got ${key}=${value}\n`));
  }

  #obey(order: Order): void {
    const { device, transport } = this.#options;
    const at = (offset: number): TcpAddress => ({ host: device.host, port: device.port + offset });
    const { raw } = transport;
    switch (order.kind) {
      case 'connect':
        this.#connect(at(1), order);
        return;
      case 'udp':
        transport.askUdpPort(at(2), (unreachable) => this.#answer('unreachable', unreachable ? 1 : 0));
        return;
      default:
        if (raw === null) this.#control?.write(new TextEncoder().encode('cannot\n'));
        else this.#obeyRaw(order.kind, at(1), raw);
    }
  }

  #obeyRaw(
    kind: Exclude<Order['kind'], 'connect' | 'udp'>,
    to: TcpAddress,
    raw: NonNullable<CheckTransport['raw']>,
  ): void {
    switch (kind) {
      case 'stray':
        raw.sendStray(to, (reset) => this.#answer('rst', reset ? 1 : 0));
        break;
      case 'impossible':
        raw.sendImpossible(to, () => this.#answer('sent', 1));
        break;
      case 'raw-connect':
        raw.connect(to, (initialSequence) => {
          this.#sequence = initialSequence;
          this.#answer('high', initialSequence >>> 16);
        });
        break;
      case 'raw-sequence':
        this.#answer('low', this.#sequence & 0xffff);
        break;
      case 'raw-reset':
        raw.resetInWindow();
        this.#answer('sent', 1);
        break;
      case 'raw-octet':
        if (raw.probeOctet === null) this.#control?.write(new TextEncoder().encode('cannot\n'));
        else this.#answer('octet', raw.probeOctet);
    }
  }

  /** A little later: the device then watches its socket and no more the order. */
  #connect(to: TcpAddress, { steps, pauses, holds }: Order & { readonly kind: 'connect' }): void {
    const { clock, transport } = this.#options;
    this.#tested?.reset();
    this.#tested = null;
    clock.after(BEFORE_CONNECT_MS, () => {
      if (this.#stopped) return;
      const socket = transport.connect(
        to,
        { connected: () => this.#play(socket, steps), received: () => {}, ended: () => {} },
        { pauses, holds },
      );
      this.#tested = socket;
    });
  }

  #play(socket: CheckSocket, [step, ...rest]: readonly ScriptStep[]): void {
    if (step === undefined || socket !== this.#tested) return;
    if (step.kind === 'send') socket.write(new Uint8Array(step.bytes).fill(0x30));
    if (step.kind === 'reset') socket.reset();
    if (step.kind === 'wait') this.#options.clock.after(step.ms, () => this.#play(socket, rest));
    else this.#play(socket, rest);
  }
}
