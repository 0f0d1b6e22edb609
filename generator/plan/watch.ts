import type { ClientPlan, ClientsPlan, DeviceWatchPlan, WatchPlan } from '../../contract/device.ts';
import type { SocketSpec, Spec } from '../../contract/spec.ts';
import { ipv4Bytes, ipv4OfText } from '../../values/ipv4.ts';
import type { Method, SpecKey } from '../methods/method.ts';
import { protocolOf } from '../methods/protocol.ts';
import { METHODS } from '../methods/registry.ts';

/** Fixed-point unit of the reconnect waits' growth and jitter. */
const ONE_256 = 256;
/** Dynamic ports, RFC 6335 section 6. */
const FIRST_DYNAMIC_PORT = 49_152;
const DYNAMIC_PORTS = 16_384;

/** What one socket does beside probing. */
export function planWatch(entry: SocketSpec): WatchPlan {
  const protocol = protocolOf(entry);
  return numbersOf<WatchPlan>('socket', entry, ({ isOffered }) => isOffered?.({ protocol }) ?? true);
}

/** How the device watches itself. */
export function planDeviceWatch(spec: Spec): DeviceWatchPlan {
  return numbersOf<DeviceWatchPlan>('device', spec, () => true);
}

/** The numbers of all methods that the keys of one scope configure, by the names of the methods. */
function numbersOf<Numbers>(scope: SpecKey['scope'], entry: object, isOffered: (method: Method) => boolean): Numbers {
  const values = entry as Readonly<Record<string, unknown>>;
  const rows = METHODS.flatMap((method) => {
    const { name, spec, plan } = method;
    if (spec?.scope !== scope || plan === undefined) return [];
    const owner = spec.within === undefined ? values : (values[spec.within] as typeof values | null);
    const value = owner?.[spec.key] ?? null;
    return [[name, value === null || !isOffered(method) ? null : plan(value)] as const];
  });
  return Object.fromEntries(rows) as Numbers;
}

export function planClient({ role, server, reconnect, localPort }: SocketSpec): ClientPlan | null {
  if (role !== 'client') return null;
  if (server === null || reconnect === null) throw new Error('a client without its server');
  return {
    serverIp: ipv4Bytes(ipv4OfText(server.ip)),
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
