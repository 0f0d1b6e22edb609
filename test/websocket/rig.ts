/** A WebSocket server under a client whose bytes a test writes itself. */
import { createHash } from 'node:crypto';
import type { Framing } from '../../contract/far-side.ts';
import { farSideOf } from '../../generator/methods/far-side.ts';
import type { CpuStats } from '../../simulator/engine/engine.ts';
import { type RunInput, runScenario } from '../../simulator/run-scenario.ts';
import { BRISK, type Built, built } from '../whole/firmware.ts';
import { inputOf, scenario } from '../whole/play.ts';

export const SPEC = {
  ...{ ...BRISK, chip: 'W5500' },
  sockets: [
    {
      ...{ port: 80, count: 2, protocol: 'websocket', traffic: 'none' },
      websocket: { path: '/ws', subprotocols: ['v1', 'v2'], maxMessageBytes: 1024, handshakeS: 2, closeS: 1 },
    },
  ],
};

export function server(more: Readonly<Record<string, unknown>> = {}, chip = 'W5500'): Promise<Built> {
  const [socket] = SPEC.sockets;
  return built({ ...SPEC, chip, sockets: [{ ...socket, websocket: { ...socket?.websocket, ...more } }] });
}

/** What {@link lookingAhead} looks for. */
export const SOUGHT = 'yes, here';

/**
 * As {@link server}, with methods that have the firmware look through all frames before the application gets them. None of
 * them says anything while a test lasts.
 */
export function lookingAhead(more: Readonly<Record<string, unknown>> = {}, chip = 'W5500'): Promise<Built> {
  const [socket] = SPEC.sockets;
  const ping = { afterIdleS: 3600, withinS: 3600 };
  return built({
    ...{ ...SPEC, chip, ask: { text: 'there?', answer: { text: SOUGHT }, ...ping, tries: 1 } },
    sockets: [{ ...socket, websocket: { ...socket?.websocket, ...more, ping } }],
  });
}

export const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** The example of RFC 6455 section 1.2, with our path. */
export const REQUEST: readonly string[] = [
  'GET /ws HTTP/1.1',
  'Host: 192.168.1.20',
  'Upgrade: websocket',
  'Connection: Upgrade',
  `Sec-WebSocket-Key: ${KEY}`,
  'Sec-WebSocket-Version: 13',
];

export const request = (lines: readonly string[] = REQUEST): string => `${lines.join('\r\n')}\r\n\r\n`;
export const acceptOf = (key: string | Uint8Array): string =>
  createHash('sha1').update(key).update('258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');

export const ACCEPTED = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${acceptOf(KEY)}\r\n\r\n`;

export interface Talk {
  /** All that the device has sent. */
  readonly said: Buffer;
  /** Bytes of each segment with data that the device has sent. */
  readonly segments: readonly number[];
  /** Why the firmware ended the connection; null: it is up at the end. */
  readonly ended: string | null;
  /** Violations, and steps that failed. */
  readonly complaints: readonly string[];
  /** Of an engine that executes the part's own instructions. */
  readonly cpu: CpuStats | null;
}

/** Firmware for the host engine, or with an engine of its own. */
type Device = Built | Pick<RunInput, 'plan' | 'engine'>;

/** Bytes, milliseconds to wait, or a step. */
export type Part = string | Uint8Array | number | { readonly do: string };

/** Plays one connection: each part is a segment of its own. Waits a second at the end, or as long as `lastMs` says. */
export function talk(firmware: Device, parts: readonly Part[], lastMs = 1000): Talk {
  const { talks, ended, complaints, cpu } = play(firmware, [parts], lastMs);
  const [segments = []] = talks;
  const sizes = segments.map(({ length }) => length);
  return { said: Buffer.concat(segments), segments: sizes, ended: ended[0] ?? null, complaints, cpu };
}

/** Plays a connection after the other, each with one part, while the earlier ones stay open. Returns what each got. */
export function talkInTurn(firmware: Built, parts: readonly Part[], lastMs = 300): readonly Buffer[] {
  return play(
    firmware,
    parts.map((part) => [part]),
    lastMs,
  ).talks.map((segments) => Buffer.concat(segments));
}

function play(firmware: Device, clients: readonly (readonly Part[])[], lastMs: number) {
  const said: Uint8Array[][] = [];
  const raw = (): Framing => {
    const own: Uint8Array[] = [];
    said.push(own);
    return {
      ...{ isOpen: true, isBroken: false, isRefused: false },
      begin: () => new Uint8Array(0),
      wrap: (data) => data,
      act: () => new Uint8Array(0),
      take: (bytes) => {
        own.push(Uint8Array.from(bytes));
        return { data: new Uint8Array(0), send: new Uint8Array(0), pongs: 0, endedBy: null, violations: [] };
      },
    };
  };
  const names = clients.map((_, index) => `client${index === 0 ? '' : index}`);
  const steps = clients.flatMap((parts, index) => [
    { do: 'connect', peer: names[index] },
    ...parts.map((part) => stepOf(part, names[index])),
    ...(clients.length > 1 ? [{ do: 'wait', for: { s: 0.1 } }] : []),
  ]);
  const peers = names.map((name) => ({ name }));
  const what = scenario([...steps, { do: 'wait', for: { s: lastMs / 1000 } }], { peers });
  const { timeline, reasons, stats } = runScenario({
    ...('wasm' in firmware ? inputOf(firmware, what) : { ...firmware, scenario: what }),
    farSideOf: (device, socket) => ({ ...farSideOf(device, socket), frames: raw, signOfLife: null }),
  });
  const ended = timeline.flatMap((event) =>
    event.kind === 'firmware' && event.what === 'ended' ? [event.reason] : [],
  );
  const complaints = [
    ...timeline.flatMap((event) => (event.kind === 'violation' ? [event.text] : [])),
    ...reasons.filter((reason) => /step failed|stuck|trapped/.test(reason)),
  ];
  return { talks: said, ended, complaints, cpu: stats.engine.cpu };
}

function stepOf(part: Part, peer: string | undefined): object {
  if (typeof part === 'number') return { do: 'wait', for: { s: part / 1000 } };
  if (typeof part === 'object' && 'do' in part) return ['impair', 'chip'].includes(part.do) ? part : { ...part, peer };
  return { do: 'send', peer, hex: Buffer.from(part as string).toString('hex') };
}

/** A client's frame. */
export function frame(
  first: number,
  payload: Uint8Array | string = '',
  options: { length?: number; mask?: boolean } = {},
): Buffer {
  const bytes = Buffer.from(payload as string);
  const { length = bytes.length, mask = true } = options;
  const size = Buffer.alloc(length < 126 ? 1 : length < 65_536 ? 3 : 9);
  size[0] = (length < 126 ? length : length < 65_536 ? 126 : 127) | (mask ? 0x80 : 0);
  if (size.length === 3) size.writeUInt16BE(length, 1);
  if (size.length === 9) size.writeBigUInt64BE(BigInt(length), 1);
  const key = mask ? Buffer.from([0x37, 0xfa, 0x21, 0x3d]) : Buffer.alloc(0);
  return Buffer.concat([
    Buffer.of(first),
    size,
    key,
    mask ? bytes.map((byte, at) => byte ^ (key[at % 4] ?? 0)) : bytes,
  ]);
}

/** A server's frame. */
export function sent(first: number, payload: Uint8Array | string = ''): Buffer {
  return frame(first, payload, { mask: false });
}

export const TEXT = 0x81;
export const BINARY = 0x82;
export const CLOSE = 0x88;
export const PING = 0x89;
export const PONG = 0x8a;

export function closePayload(code: number, reason: string | Uint8Array = ''): Buffer {
  return Buffer.concat([Buffer.of(code >> 8, code & 0xff), Buffer.from(reason as string)]);
}

/** The device's frames, the answer to the request left out. */
export function framesOf(said: Buffer): readonly { readonly first: number; readonly payload: Buffer }[] {
  const frames: { first: number; payload: Buffer }[] = [];
  const end = said.indexOf('\r\n\r\n');
  for (let at = end + 4; at < said.length; ) {
    const short = said.readUInt8(at + 1);
    const size = short === 126 ? 4 : 2;
    const length = short === 126 ? said.readUInt16BE(at + 2) : short;
    frames.push({ first: said.readUInt8(at), payload: said.subarray(at + size, at + size + length) });
    at += size + length;
  }
  return frames;
}

/** The device's messages, put together from their fragments: `text hello`, `close 1000`. */
export function heard(said: Buffer): readonly string[] {
  const all: string[] = [];
  let open: { kind: string; parts: Buffer[] } | null = null;
  for (const { first, payload } of framesOf(said)) {
    const opcode = first & 0x0f;
    if (opcode === 8)
      all.push(payload.length === 0 ? 'close' : `close ${payload.readUInt16BE(0)}${payload.subarray(2)}`);
    else if (opcode >= 9) all.push(`${opcode === 9 ? 'ping' : 'pong'} ${payload.toString('latin1')}`);
    else {
      if ((opcode === 0) !== (open !== null)) throw new Error(`fragment ${first.toString(16)} out of its place`);
      open ??= { kind: opcode === 1 ? 'text' : 'binary', parts: [] };
      open.parts.push(payload);
      if ((first & 0x80) === 0) continue;
      const bytes = Buffer.concat(open.parts);
      all.push(`${open.kind} ${open.kind === 'text' ? bytes.toString() : bytes.toString('latin1')}`);
      open = null;
    }
  }
  return all;
}
