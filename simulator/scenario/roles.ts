/** Which hosts a scenario's peers stand for, given the sockets of a plan. */
import type { Plan } from '../../generator/plan/types.ts';
import type { Peer } from './scenario.generated.ts';

/** One host: its name in the timeline and the port it connects to. */
export interface Role {
  readonly name: string;
  readonly port: number;
}

/** The name of a peer or group → its hosts; members of a group are found by their own names too. */
export type Roles = ReadonlyMap<string, readonly Role[]>;

/** `missing` says which peer wants a socket that the plan does not have. */
export function castRoles(
  peers: readonly Peer[],
  plan: Plan,
): { readonly roles: Roles; readonly missing: string | null } {
  let missing: string | null = null;
  const roles = new Map<string, readonly Role[]>();
  const count = plan.sockets.length;
  for (const { name, socket } of peers) {
    if (typeof socket === 'number') {
      const port = plan.sockets[socket]?.port;
      missing ??=
        port === undefined ? `Peer "${name}" is for socket ${socket}; the spec has ${count}, counted from 0.` : null;
      roles.set(name, port === undefined ? [] : [{ name, port }]);
      continue;
    }
    const sockets = plan.sockets.slice(socket === 'others' ? 1 : 0);
    const members = sockets.map(({ number, port }) => ({ name: `${name}-${number}`, port }));
    roles.set(name, members);
    for (const member of members) roles.set(member.name, [member]);
  }
  return { roles, missing };
}

/** Every host once, in the order of the scenario. */
export function allRoles(roles: Roles): readonly Role[] {
  return [...new Map([...roles.values()].flat().map((role) => [role.name, role])).values()];
}
