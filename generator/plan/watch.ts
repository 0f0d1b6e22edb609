import type { ClientPlan, ClientsPlan, HealthPlan, LinkPlan, MessagePlan, WatchPlan } from '../../contract/device.ts';
import type { SocketSpec, Spec } from '../../contract/spec.ts';
import { messageBytes } from '../protocols/messages/message.ts';

const MS_PER_S = 1000;
/** Fixed-point unit of the reconnect waits' growth and jitter. */
const ONE_256 = 256;
/** A PHY takes longer than this to negotiate a link again, so no loss of it is overlooked. */
const LINK_LOOK_MS = 100;
/** Dynamic ports, RFC 6335 section 6. */
const FIRST_DYNAMIC_PORT = 49_152;
const DYNAMIC_PORTS = 16_384;

/** What one socket does beside probing. */
export function planWatch(socket: SocketSpec): WatchPlan {
  const { primer, idle, heartbeat, ask, goodbye, sendTimeoutS } = socket;
  const send = heartbeat?.send ?? null;
  const expect = heartbeat?.expect ?? null;
  return {
    primer: messageBytes(primer),
    idle: idle && { closeAfterMs: idle.closeAfterS * MS_PER_S, checkEveryMs: idle.checkEveryS * MS_PER_S },
    heartbeat: {
      send: send && { message: needed(send), everyMs: send.everyS * MS_PER_S },
      expect: expect && {
        withinMs: expect.withinS * MS_PER_S,
        message: messageBytes(expect),
        pass: expect.pass,
      },
    },
    ask: ask && {
      message: needed(ask),
      answer: ask.answer && { message: needed(ask.answer), pass: ask.answer.pass },
      afterIdleMs: ask.afterIdleS * MS_PER_S,
      withinMs: ask.withinS * MS_PER_S,
      tries: ask.tries,
    },
    goodbye: goodbye && { message: messageBytes(goodbye) },
    sendTimeoutMs: sendTimeoutS === null ? null : sendTimeoutS * MS_PER_S,
  };
}

export function planClient({ role, server, reconnect, localPort }: SocketSpec): ClientPlan | null {
  if (role !== 'client') return null;
  if (server === null || reconnect === null) throw new Error('a client without its server');
  return {
    serverIp: server.ip.split('.').map(Number),
    serverPort: server.port,
    localPort: localPort === 'rotate' ? null : localPort,
    firstMs: reconnect.firstMs,
    maxMs: reconnect.maxMs,
    factor256: Math.round(reconnect.factor * ONE_256),
    jitter256: Math.round(reconnect.jitter * ONE_256),
  };
}

/** FNV-1a over the MAC address: neighbours in a series of addresses begin far from each other. */
export function planClients(spec: Spec, mac: readonly number[]): ClientsPlan | null {
  if (!spec.sockets.some(({ role }) => role === 'client')) return null;
  let seed = 0x811c9dc5;
  for (const byte of mac) seed = Math.imul(seed ^ byte, 0x01000193);
  return { firstPort: FIRST_DYNAMIC_PORT, portCount: DYNAMIC_PORTS, seed: seed >>> 0 };
}

export function planLink({ link }: Spec): LinkPlan | null {
  if (link === null || link.onDown === 'ignore') return null;
  const holdMs = link.onDown === 'hold' ? (link.holdS ?? 0) * MS_PER_S : 0;
  return { onDown: link.onDown, holdMs, lookMs: LINK_LOOK_MS };
}

export function planHealth({ health }: Spec): HealthPlan | null {
  return health && { everyMs: health.everyS * MS_PER_S };
}

function needed(message: Parameters<typeof messageBytes>[0]): MessagePlan {
  const bytes = messageBytes(message);
  if (bytes === null) throw new Error('a message without text and hex');
  return bytes;
}
