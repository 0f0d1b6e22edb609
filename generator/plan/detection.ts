import type { LoopPlan, RetransmissionPlan, SocketPlan } from '../../contract/device.ts';
import type { EndReason } from '../../contract/firmware.ts';
import type { DetectionPlan, Failure, MethodPlan } from '../../contract/promises.ts';
import { methodsFor, type Situation } from './methods.ts';

/** What happens, and why it is or is not seen; the order is that of tables. */
const FAILURES: readonly { readonly failure: Failure; readonly title: string; readonly why: string }[] = [
  {
    failure: 'cable-cut',
    title: 'the cable between device and peer is cut',
    why: 'no FIN and no RST can arrive; what is sent after the silence stays unanswered',
  },
  {
    failure: 'power-cut',
    title: "the peer's power fails",
    why: 'nobody is left to answer',
  },
  {
    failure: 'nat-forgot',
    title: 'a translator between the two forgets the connection and drops what belongs to it',
    why: 'as behind a cut cable; one that answers with RST is noticed as a reboot is',
  },
  {
    failure: 'cut-while-sending',
    title: 'the cable is cut while data of the device is unacknowledged',
    why: 'the chip repeats the data under the same RTR and RCR as a probe, from the last acknowledgement on, so no probe is needed',
  },
  {
    failure: 'silent-client',
    title: 'a peer connects and never sends',
    why: 'counting begins with the first data, and the chip sends no probe before data was exchanged (W5500 datasheet p. 57)',
  },
  {
    failure: 'peer-reboot',
    title: 'the peer restarts and is up again before the next probe',
    why: 'its kernel knows no such connection and answers what it gets with RST; while it is still down, the bound of power-cut holds',
  },
  {
    failure: 'peer-hung',
    title: "the peer's application hangs while its kernel lives",
    why: 'the kernel answers probes and acknowledges data whatever its application does',
  },
  {
    failure: 'zero-window',
    title: 'the peer stops reading, its window is shut and data waits to be sent',
    why: 'no probe leaves while a SEND is under way, and the datasheets promise no time-out for a shut window',
  },
  {
    failure: 'link-down',
    title: "the device's own cable is out: its PHY loses the link",
    why: 'as a cut cable for TCP; only the PHY knows better',
  },
  {
    failure: 'chip-reset',
    title: 'the chip loses its registers',
    why: 'its sockets read as closed, and its settings are not those that were written',
  },
  {
    failure: 'orderly-close',
    title: 'the peer closes the connection',
    why: 'its FIN takes the socket to CLOSE_WAIT at once',
  },
  {
    failure: 'goodbye',
    title: 'the peer says goodbye',
    why: 'the message is found in what it sends',
  },
];

export interface DetectionInput {
  readonly socket: Omit<SocketPlan, 'detection' | 'costs'>;
  readonly retransmission: RetransmissionPlan;
  readonly loop: LoopPlan;
  readonly link: Situation['link'];
  readonly health: Situation['health'];
}

/**
 * How long it takes at most until one socket notices each kind of failure: from the failure to the moment the socket has
 * left ESTABLISHED and the application's hook was called. Every method that is configured and sees the failure is
 * listed; the quickest gives the bound, and which of them comes first at the time is open, since the peer may have been
 * silent for long when it fails.
 */
export function planDetection(input: DetectionInput): DetectionPlan[] {
  return FAILURES.filter(({ failure }) => failure !== 'goodbye' || input.socket.watch.goodbye?.message != null).map(
    ({ failure, title, why }) => rowOf(failure, title, why, methodsFor(failure, input)),
  );
}

function rowOf(failure: Failure, title: string, why: string, found: readonly MethodPlan[]): DetectionPlan {
  const methods = [...found].sort((a, b) => a.worstMs - b.worstMs);
  const first = methods[0];
  return {
    failure,
    title,
    covered: first !== undefined,
    boundMs: first?.worstMs ?? null,
    terms: first?.terms ?? [],
    reason: first?.reason ?? null,
    reasons: [...new Set([...methods.map(({ reason }) => reason), ...unacknowledged(failure, methods)])],
    why,
    methods,
  };
}

/** Behind a wire that is cut nothing is acknowledged: data that happens to be under way ends it as a probe would. */
function unacknowledged(failure: Failure, methods: readonly MethodPlan[]): readonly EndReason[] {
  const isSilent = ['cable-cut', 'power-cut', 'nat-forgot', 'link-down', 'silent-client'].includes(failure);
  return isSilent && methods.length > 0 ? ['send-timeout'] : [];
}

/** For each failure the row of the socket that takes longest; one that does not see it at all takes for ever. */
export function worstDetection(sockets: readonly (readonly DetectionPlan[])[]): DetectionPlan[] {
  const rows = new Map<Failure, DetectionPlan>();
  for (const row of sockets.flat()) {
    const worst = rows.get(row.failure);
    if (worst === undefined || (row.boundMs ?? Infinity) > (worst.boundMs ?? Infinity)) rows.set(row.failure, row);
  }
  return FAILURES.flatMap(({ failure }) => rows.get(failure) ?? []);
}
