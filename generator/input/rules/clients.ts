import type { RuleFinding } from '../../../contract/rule.ts';
import type { SocketSpec } from '../../../contract/spec.ts';
import { ipv4OfText, networkOf } from '../../../values/ipv4.ts';
import { isUsableMask, unfitForHost } from './hosts.ts';
import type { Rule, RuleContext } from './rule.ts';

type Judge = (socket: SocketSpec, at: string, context: RuleContext) => readonly RuleFinding[];

/** A rule for each entry of the sockets whose role and named keys can be relied upon. */
function eachSocket(id: string, keys: readonly string[], judge: Judge, needs: readonly string[] = []): Rule {
  return {
    id,
    needs,
    check: (context) =>
      context.spec.sockets.flatMap((socket, index) => {
        const at = `/sockets/${index}`;
        return ['role', ...keys].every((key) => context.sound(`${at}/${key}`)) ? judge(socket, at, context) : [];
      }),
  };
}

const CLIENT_KEYS = ['server', 'reconnect', 'localPort'] as const;

export const clientRules: readonly Rule[] = [
  eachSocket('sockets/client-server', ['server'], ({ role, server }, at) =>
    role === 'client' && server === null
      ? [
          {
            pointer: `${at}/server`,
            message: 'A client needs its server, for example "server": { "ip": "192.168.1.10", "port": 5000 }.',
          },
        ]
      : [],
  ),
  eachSocket('sockets/client-keys', [], ({ role }, at, { given }) => {
    const strange = role === 'client' ? ['port'] : CLIENT_KEYS;
    return strange
      .filter((key) => given(`${at}/${key}`))
      .map((key) => ({ pointer: `${at}/${key}`, message: strangeKey(role, key) }));
  }),
  eachSocket('sockets/client-waits', ['reconnect'], ({ reconnect }, at, { given }) => {
    if (reconnect === null || reconnect.firstMs <= reconnect.maxMs) return [];
    const key = given(`${at}/reconnect/maxMs`) ? 'maxMs' : 'firstMs';
    return [
      {
        pointer: `${at}/reconnect/${key}`,
        message: `firstMs (${reconnect.firstMs}) is longer than maxMs (${reconnect.maxMs}). Set firstMs to ${reconnect.maxMs} or less, or maxMs to ${reconnect.firstMs} or more.`,
      },
    ];
  }),
  eachSocket(
    'sockets/server-address',
    ['server'],
    ({ server }, at, context) => {
      const wrong = server === null ? null : wrongAddress(server.ip, context);
      return wrong === null ? [] : [{ pointer: `${at}/server/ip`, message: `Found ${server?.ip}. ${wrong}` }];
    },
    ['/network/ip', '/network/subnet', '/network/gateway'],
  ),
  eachSocket('sockets/fixed-port', ['count', 'localPort'], ({ role, localPort, count }, at) =>
    role === 'client' && localPort !== 'rotate' && count > 1
      ? [
          {
            pointer: `${at}/localPort`,
            message: `Local port ${localPort} cannot be used by ${count} connections to one server: all would have the same addresses and ports. Use "rotate", or set "count" to 1.`,
          },
        ]
      : [],
  ),
  { id: 'sockets/local-port-once', needs: ['/sockets'], check: localPortTwice },
];

function strangeKey(role: SocketSpec['role'], key: string): string {
  return role === 'client'
    ? 'A client has no "port". Use "server": { "ip": …, "port": … } for the remote address and port, and "localPort" for the local port.'
    : `Found "${key}", which only a client has. Allowed: with "role": "client".`;
}

function wrongAddress(text: string, { spec }: RuleContext): string | null {
  const [ip, own, mask] = [text, spec.network.ip, spec.network.subnet].map(ipv4OfText) as [number, number, number];
  const unfit = unfitForHost(ip);
  if (unfit !== null) return `That is ${unfit}. Allowed: an address that a host may have.`;
  if (ip === own) return "That is the device's own address. Allowed: the server's.";
  if (!isUsableMask(mask)) return null;
  const { first, last } = networkOf(own, mask);
  if (ip === first || ip === last)
    return "That is the network's own or its broadcast address. Allowed: an address that a host may have.";
  const outside = ip < first || ip > last;
  return outside && spec.network.gateway === '0.0.0.0'
    ? `That is outside the subnet of ${spec.network.ip}, and there is no gateway. Allowed: an address inside, or a gateway.`
    : null;
}

/** Two entries with one local port are two connections with the same ends if their servers are the same. */
function localPortTwice({ spec }: RuleContext): readonly RuleFinding[] {
  const firstAt = new Map<string, number>();
  return spec.sockets.flatMap(({ role, server, localPort }, index) => {
    if (role !== 'client' || localPort === 'rotate' || server === null) return [];
    const ends = `${localPort} ${server.ip} ${server.port}`;
    const first = firstAt.get(ends);
    if (first === undefined) firstAt.set(ends, index);
    if (first === undefined) return [];
    const message = `/sockets/${first} already connects from local port ${localPort} to the same server. Use another local port.`;
    return [{ pointer: `/sockets/${index}/localPort`, message }];
  });
}
