/** Why a peer cannot run, in sentences. */
import { harmless, oneOf } from '../../document/words/printed.ts';
import { socketsText } from '../../simulator/words.ts';
import type { ListenError } from '../environment/transport.ts';
import type { PeerProblem } from '../setup/problem.ts';

/** Says what was found and what to do. */
export function problemText(problem: PeerProblem): string {
  switch (problem.kind) {
    case 'unknown-socket':
      return `--socket ${problem.socket}: this spec has ${socketsText(problem.known)}`;
    case 'no-ipv4-address':
      return `--host ${harmless(problem.host)}: expected an IPv4 address, for example 192.168.1.20`;
    case 'host-for-both-roles':
      return "--host cannot be both the device's address and this machine's; choose one socket with --socket";
    case 'no-port':
      return '--port takes 1 to 65535';
    case 'port-for-several':
      return `--port cannot replace several ports (${problem.ports.join(', ')}); choose one socket with --socket`;
    case 'no-payload':
      return `the messages of socket ${problem.socket} leave no byte values for echoes; turn echoes off with --every 0`;
    case 'shared-port':
      return (
        `${socketsText(problem.sockets)} listen on one port, and a free socket would accept the new connection; ` +
        'remove --socket'
      );
    case 'outage-not-detected': {
      const what = problem.outage === 'cable' ? 'a cut cable' : 'a peer that is silent while its kernel answers';
      const hint = problem.outage === 'cable' ? '' : '; --outage cable tests what probes detect';
      const remedy = `to cover it, add ${oneOf(problem.keys.map((key) => `"${key}"`))} to the spec`;
      return `nothing in this spec makes socket ${problem.socket} detect ${what}; ${remedy}${hint}`;
    }
  }
}

export function listenErrorText({ address, code, message }: ListenError): string {
  return `cannot listen on ${address.host}:${address.port}: ${LISTEN_HINTS[code] ?? message}`;
}

/** By error code of the system. */
const LISTEN_HINTS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses this port; end that program, or choose another port with --port',
  EADDRNOTAVAIL: 'this machine does not have this address; give --host one of its own',
  EACCES: 'ports below 1024 need root; choose another port with --port',
};
