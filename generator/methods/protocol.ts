/** The protocol of a socket: given, or implied by the messages that its methods look for. */
import type { ProtocolName } from '../../contract/names.generated.ts';
import type { RuleFinding, SpecContext, SpecRule } from '../../contract/rule.ts';
import type { SocketSpec } from '../../contract/spec.ts';
import { oneOf } from '../../document/words/printed.ts';
import { messageBytes } from '../protocols/messages/message.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { PROTOCOLS, usualProtocol } from '../protocols/registry.ts';
import { MESSAGE_PLACES } from './keys.ts';

export function protocolOf(socket: SocketSpec): ProtocolName {
  return socket.protocol ?? (usualProtocol(seekingKeys(socket).length > 0).name as ProtocolName);
}

/** A given protocol fits the keys of the socket. One at the top level must fit some socket that has none of its own. */
export const protocolRules: readonly SpecRule<SpecContext>[] = [
  { id: 'protocol/fits', needs: ['/protocol', '/sockets', '/sockets/*/protocol'], check: misfits },
];

function misfits({ spec, given }: SpecContext): readonly RuleFinding[] {
  const all = spec.sockets.map((socket, index) => ({ socket, own: `/sockets/${index}/protocol` }));
  const wrong = all.flatMap(({ socket, own }) => {
    const message = misfit(socket);
    return message === null ? [] : [{ pointer: given(own) ? own : '/protocol', message, socket }];
  });
  const inheriting = all.filter(({ own }) => !given(own));
  const isTopUsed = inheriting.some(({ socket }) => misfit(socket) === null);
  return wrong.filter(({ pointer, socket }) => pointer !== '/protocol' || !isTopUsed || seekingKeys(socket).length > 0);
}

function misfit(socket: SocketSpec): string | null {
  const protocol = PROTOCOLS.find(({ name }) => name === socket.protocol) as Protocol | undefined;
  const keys = seekingKeys(socket);
  const seeks = keys.length > 0;
  const fits = ({ findsMessages }: Protocol): boolean => (findsMessages ?? seeks) === seeks;
  if (protocol === undefined || fits(protocol)) return null;
  const allowed = oneOf(PROTOCOLS.filter(fits).map(({ name }) => `"${name}"`));
  const why = seeks ? `${oneOf(keys)} has a message that the firmware must find` : 'no key has a message to find';
  return `Found "${protocol.name}", but ${why} in the received data. Use ${allowed}, or remove "protocol".`;
}

/** The keys with messages that the device looks for in what it receives. */
function seekingKeys(socket: SocketSpec): readonly string[] {
  const values = socket as Readonly<Record<string, unknown>>;
  return MESSAGE_PLACES.flatMap(({ key, place }) => {
    const value = values[key];
    const message = place.isSought && value != null ? place.inSpec(value) : null;
    return messageBytes(message) === null ? [] : [`"${key}"`];
  });
}
