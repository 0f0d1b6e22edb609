/** What the plan says of a choice. */

import type { KeepalivePlan, RetransmissionPlan, SocketPlan } from '../../contract/device.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Term } from '../../contract/promises.ts';
import type { Spec } from '../../contract/spec.ts';
import { MS_PER_S } from '../../values/time.ts';
import { planOf } from '../plan/plan.ts';
import { type Choice, type Entry, withChoice } from './choice.ts';

/** One probed socket entry: how soon its probes notice a cut cable or a peer without power. */
export interface Probing {
  readonly entry: Entry;
  /** The first one that the entry takes. */
  readonly socket: SocketPlan;
  readonly boundMs: number;
  readonly terms: readonly Term[];
  /** A probe falls due while the one before it may still be repeated. */
  readonly overlaps: boolean;
}

export interface Rating {
  readonly choice: Choice;
  readonly plan: Plan;
  readonly probing: readonly Probing[];
  /** How many entries' probes overlap. */
  readonly overlaps: number;
}

/** Plans the spec with the choice in it. */
export function rate(spec: Spec, entries: readonly Entry[], choice: Choice): Rating {
  const plan = planOf(withChoice(spec, entries, choice));
  const probing = entries.map((entry) => {
    const first = spec.sockets[entry.index]?.number;
    const socket = plan.sockets.find(({ number }) => number === first);
    return { entry, ...probingOf(socket, plan.retransmission) };
  });
  return { choice, plan, probing, overlaps: probing.filter((it) => it.overlaps).length };
}

function overlaps(
  { by, probeIntervalMs, KA_SEND_PERIOD }: KeepalivePlan,
  { tcpTimeoutMs }: RetransmissionPlan,
): boolean {
  return by === 'chip' ? probeIntervalMs <= tcpTimeoutMs : probeIntervalMs > KA_SEND_PERIOD * MS_PER_S;
}

function probingOf(socket: SocketPlan | undefined, retransmission: RetransmissionPlan): Omit<Probing, 'entry'> {
  if (socket === undefined || socket.keepalive === null) throw new Error('a probed socket without its plan');
  const rows = socket.detection.filter(({ failure }) => failure === 'cable-cut' || failure === 'power-cut');
  const probes = rows.flatMap(({ methods }) => methods.filter(({ method }) => method === 'probe'));
  const [slowest] = probes.toSorted((a, b) => b.worstMs - a.worstMs);
  if (slowest === undefined) throw new Error('a probed socket whose probes see nothing');
  return {
    socket,
    boundMs: slowest.worstMs,
    terms: slowest.terms,
    overlaps: overlaps(socket.keepalive, retransmission),
  };
}
