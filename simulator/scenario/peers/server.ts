/** A machine that the device connects to: it listens, and knows whose the connections are. */

import type { Connection } from '../../host/connection.ts';
import { ipText } from '../../net/address.ts';
import type { DeviceSession, SessionLog } from '../record/sessions.ts';
import type { Host, PeerMachine } from './host.ts';

/** The sockets of one server may be many; its ports listen whenever it has power. */
export class ServerMachine {
  readonly machine: PeerMachine;
  readonly #sessions: SessionLog;
  readonly #hosts: Host[] = [];
  /** Connections of the device that have found their host. */
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
    for (const port of new Set(this.#hosts.map(({ role }) => role.port))) {
      this.machine.peer.listen(port, (connection) => this.#accept(connection, port));
    }
  }

  /**
   * The device's local port tells nothing about its socket; but the chip was ESTABLISHED before the server, so the oldest
   * connection to this address that has no host yet is the one.
   */
  #accept(connection: Connection, port: number): void {
    const address = `${ipText(this.machine.ip)}:${port}`;
    const isFree = (session: DeviceSession): boolean =>
      session.address === address && session.left === null && !this.#claimed.has(session);
    const session = this.#sessions.sessions.find(isFree);
    if (session === undefined) return;
    this.#claimed.add(session);
    this.#hosts.find(({ role }) => role.socket === session.socket)?.accept(connection, session.socket);
  }
}
