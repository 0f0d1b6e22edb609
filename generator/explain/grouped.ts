import type { SocketPlan } from '../../contract/device.ts';

export interface Group {
  /** One socket of the group. The others are equal in all that `keyOf` compares. */
  readonly of: SocketPlan;
  readonly count: number;
  /** `socket 0`, `sockets 0, 1`. */
  readonly names: string;
}

/** Groups of sockets with the same `keyOf`, in the order of their first sockets. */
export function grouped(sockets: readonly SocketPlan[], keyOf: (socket: SocketPlan) => string): readonly Group[] {
  const groups = new Map<string, SocketPlan[]>();
  for (const socket of sockets) groups.set(keyOf(socket), [...(groups.get(keyOf(socket)) ?? []), socket]);
  return [...groups.values()].map((members) => ({
    of: members[0] as SocketPlan,
    count: members.length,
    names: `${members.length > 1 ? 'sockets' : 'socket'} ${members.map(({ number }) => number).join(', ')}`,
  }));
}
