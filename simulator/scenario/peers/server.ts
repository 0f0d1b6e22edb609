/** A machine that the device connects to: it listens, and assigns the connections to its hosts. */

import type { Connection } from '../../host/connection.ts';
import { ipText } from '../../net/address.ts';
import type { DeviceSession, SessionLog } from '../record/sessions.ts';
import type { Host, PeerMachine } from './host.ts';

/** One server may serve several sockets of the device. Its ports listen whenever it has power. */
export class ServerMachine {
  readonly machine: PeerMachine;
  readonly #sessions: SessionLog;
  readonly #hosts: Host[] = [];
  /** Sessions of the device that are assigned to a host. */
  readonly #claimed = new Set<DeviceSession>();

  constructor(machine: PeerMachine, sessions: SessionLog) {
    this.machine = machine;
    this.#sessions = sessions;
    machine.peer.onBoot = () => this.#listen();
  }

  add(host: Host): void {
    this.#hosts.push(host);
    this.#listen();
  }

  #listen(): void {
    for (const port of new Set(this.#hosts.map(({ config }) => config.port))) {
      this.machine.peer.listen(port, (connection) => this.#accept(connection, port));
    }
  }

  /**
   * The device's local port does not identify its socket. The chip was ESTABLISHED before the server, so the connection
   * belongs to the oldest session with this address that has no host yet.
   */
  #accept(connection: Connection, port: number): void {
    const address = `${ipText(this.machine.ip)}:${port}`;
    const isFree = (session: DeviceSession): boolean =>
      session.address === address && session.left === null && !this.#claimed.has(session);
    const session = this.#sessions.sessions.find(isFree);
    if (session === undefined) return;
    this.#claimed.add(session);
    this.#hosts.find(({ config }) => config.socket === session.socket)?.accept(connection, session.socket);
  }
}
