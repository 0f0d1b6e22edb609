import type { Listening, TcpAddress, TcpSocket, Transport } from '../environment/transport.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * Listens on each address to which a client of the device connects; returns a function that stops it.
 *
 * @throws {ListenError} when one of the addresses cannot be listened on; then none is.
 */
export async function listenForClients(
  endpoints: readonly Endpoint[],
  transport: Transport,
  accept: (socket: TcpSocket, at: TcpAddress) => void,
): Promise<() => void> {
  const open: Listening[] = [];
  const closeAll = (): void => {
    for (const listening of open) listening.close();
  };
  try {
    for (const address of addressesOf(endpoints)) {
      open.push(await transport.listen(address, (socket) => accept(socket, address)));
    }
  } catch (error) {
    closeAll();
    throw error;
  }
  return closeAll;
}

/** Each address once. */
function addressesOf(endpoints: readonly Endpoint[]): readonly TcpAddress[] {
  const clients = endpoints.filter(({ socket }) => socket.client !== null);
  return [...new Map(clients.map(({ host, port }) => [`${host}:${port}`, { host, port }])).values()];
}
