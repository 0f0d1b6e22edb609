import { createServer, type Server, type Socket } from 'node:net';
import { CliError } from '../generator/cli/cli-error.ts';
import { codeOf, isSystemError, meaningOf } from '../generator/emit/system-error.ts';

/** Takes the connections of a device's clients on one port; gives them out until it is closed. */
export class Listener {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @throws {CliError} when the address cannot be listened on. */
  static async open(host: string, port: number, onSocket: (socket: Socket) => void): Promise<Listener> {
    const server = createServer(onSocket);
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(refused(host, port, error)));
      server.listen({ host, port }, resolve);
    });
    server.on('error', () => {}); // accept() may fail for want of descriptors: the device tries again
    return new Listener(server);
  }

  close(): void {
    this.#server.close();
  }
}

function refused(host: string, port: number, error: Error): Error {
  if (!isSystemError(error)) return error;
  const where = `cannot listen on ${host}:${port}`;
  const hints: Readonly<Record<string, string>> = {
    EADDRINUSE: 'another program listens there; end it, or choose another port with --port',
    EADDRNOTAVAIL: 'this machine has no such address; --host takes one of its own',
    EACCES: 'ports below 1024 want root; choose another one with --port',
  };
  return new CliError(1, `${where}: ${hints[codeOf(error) ?? ''] ?? meaningOf(error)}`);
}
