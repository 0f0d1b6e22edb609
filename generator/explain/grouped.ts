import type { SocketPlan } from '../../contract/device.ts';

export interface Group {
  /** One of them; in what the key tells the others are alike. */
  readonly of: SocketPlan;
  readonly count: number;
  /** `socket 0`, `sockets 0, 1`. */
  readonly names: string;
}

/** Sockets that are alike, put together, in the order of their first ones. */
export function grouped(sockets: readonly SocketPlan[], keyOf: (socket: SocketPlan) => string): readonly Group[] {
  const groups = new Map<string, SocketPlan[]>();
  for (const socket of sockets) groups.set(keyOf(socket), [...(groups.get(keyOf(socket)) ?? []), socket]);
  return [...groups.values()].map((members) => ({
    of: members[0] as SocketPlan,
    count: members.length,
    names: `${members.length > 1 ? 'sockets' : 'socket'} ${members.map(({ number }) => number).join(', ')}`,
  }));
}
