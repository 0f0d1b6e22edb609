/** Rules for what a WebSocket server compares a request with: the lists of origins and subprotocols. */
import type { RuleFinding, SpecContext, SpecRule } from '../../../contract/rule.ts';
import type { SocketSpec } from '../../../contract/spec.ts';
import { printed } from '../../../document/words/printed.ts';
import { MOST_OFFER_BYTES } from './schema.ts';

/** What browsers leave out of an Origin, by its scheme. */
const USUAL_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };
const MOST_PORT = 65_535;

type ListKey = 'origins' | 'subprotocols';
type Websocket = NonNullable<SocketSpec['websocket']>;

export const HANDSHAKE_RULES: readonly SpecRule<SpecContext>[] = [
  {
    id: 'websocket/origins',
    needs: needs('origins'),
    check: (context) =>
      entryFindings(context, 'origins', (origin, before) => twice(origin, before) ?? wrongPort(origin)),
  },
  {
    id: 'websocket/subprotocols',
    needs: needs('subprotocols'),
    check: (context) => [...entryFindings(context, 'subprotocols', twice), ...longOffers(context)],
  },
];

function needs(key: ListKey): readonly string[] {
  return ['/protocol', '/sockets', '/websocket', `/websocket/${key}`, `/sockets/*/websocket/${key}`];
}

function entryFindings(
  context: SpecContext,
  key: ListKey,
  wrong: (entry: string, before: readonly string[]) => string | null,
): readonly RuleFinding[] {
  return listFindings(context, key, (list, pointer) =>
    list.flatMap((entry, index) => {
      const message = wrong(entry, list.slice(0, index));
      return message === null ? [] : [{ pointer: `${pointer}/${index}`, message }];
    }),
  );
}

/** @param check is told where the user has written the list */
function listFindings(
  { spec, given }: SpecContext,
  key: ListKey,
  check: (list: Websocket['subprotocols'], pointer: string) => readonly RuleFinding[],
): readonly RuleFinding[] {
  return spec.sockets.flatMap(({ websocket }, index) => {
    const own = `/sockets/${index}/websocket/${key}`;
    return check(websocket?.[key] ?? [], given(own) ? own : `/websocket/${key}`);
  });
}

function twice(entry: string, before: readonly string[]): string | null {
  const first = before.indexOf(entry);
  if (first < 0) return null;
  return `Found ${printed(entry)} again, as at index ${first}. Allowed: each once; delete this one.`;
}

function wrongPort(origin: string): string | null {
  const [, scheme = '', host = '', port] = /^([^:]+):\/\/(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d+))?$/.exec(origin) ?? [];
  if (host === '')
    return `Found ${printed(origin)}. Allowed: a scheme, "://", a host, and ":" with a port; IPv6 in [ ].`;
  if (port === undefined) return null;
  const number = Number(port);
  if (number < 1 || number > MOST_PORT || port.startsWith('0'))
    return `Found the port ${port} in ${printed(origin)}. Allowed: a port from 1 to ${MOST_PORT}, without zeros before it.`;
  if (number !== USUAL_PORTS[scheme]) return null;
  const meant = printed(`${scheme}://${host}`);
  return `Found ${printed(origin)}, which no browser sends: it leaves out the usual port of ${scheme}. Needed: ${meant}.`;
}

/** A client may offer them all, in one header. */
function longOffers(context: SpecContext): readonly RuleFinding[] {
  return listFindings(context, 'subprotocols', (list, pointer) => {
    const bytes = list.join(', ').length;
    const message = `Found ${bytes} bytes, joined with ", ". Allowed: at most ${MOST_OFFER_BYTES}, since the firmware answers a client with a longer Sec-WebSocket-Protocol with 431. Shorten the names, or delete some.`;
    return bytes > MOST_OFFER_BYTES ? [{ pointer, message }] : [];
  });
}
