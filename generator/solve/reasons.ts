/** Why it is these values, a sentence or two each, with the plan's numbers. */

import type { SocketPlan } from '../../contract/device.ts';
import type { TrafficPlan } from '../../contract/promises.ts';
import type { Spec } from '../../contract/spec.ts';
import { allOf } from '../../document/words/printed.ts';
import { seconds } from '../explain/format.ts';
import { sumText } from '../explain/terms.ts';
import { GENERAL_FAILURES } from '../methods/failures.ts';
import type { SpecKey } from '../methods/method.ts';
import { METHODS } from '../methods/registry.ts';
import { domainOf, type Entry, isFollower } from './choice.ts';
import { impossibleReasons } from './impossible.ts';
import type { Rating } from './rate.ts';
import { type Found, SHORTEST_WAIT_MS, search, slowestOf, USUAL_COUNT, USUAL_WAIT_MS, type Wish } from './search.ts';

export const UNPROBED = 'No socket is probed ("keepalive": null for each of them), so there are no periods to choose.';

type ProbedSocket = Pick<SocketPlan, 'badWire'> & { readonly traffic: TrafficPlan };

/** Extra transmissions to try, largest first; the first count that fits is reported. Each one tolerates one more consecutive loss. */
const FURTHER_TRANSMISSIONS = [2, 1];
const LOSSES_PERCENT = [5, 10];

export function reasonsFor(spec: Spec, entries: readonly Entry[], wish: Wish, found: Found): readonly string[] {
  const { boundMs, terms } = slowestOf(found);
  const free = freeSocket(found.rating);
  return [
    ...(found.isMet ? [] : impossibleReasons(spec, entries, wish, found)),
    `At most ${seconds(boundMs)}: ${sumText(terms)}.`,
    ...ownReasons(spec, wish, found),
    ...(free === null ? [] : [trafficReason(spec, entries, found, free), ...periodReasons(spec, entries, found)]),
    waitReason(found.rating),
    transmissionReason(found.rating, free),
    overlapReason(found.rating),
    ...(found.isMet ? moreTransmissions(spec, entries, wish, found.rating) : []),
    chipReason(found.rating),
    ...otherMethods(spec, found.rating),
  ];
}

/** What is planned for sockets that get the chosen KA_SEND_PERIOD; null when each socket has its own. */
function freeSocket({ probing }: Rating): ProbedSocket | null {
  const free = probing.find(({ entry }) => !entry.own.KA_SEND_PERIOD);
  if (free === undefined) return null;
  const { traffic, badWire } = free.socket;
  if (traffic === null) throw new Error('a probed socket without traffic');
  return { traffic, badWire };
}

function trafficReason(
  spec: Spec,
  entries: readonly Entry[],
  { rating, isMet }: Found,
  { traffic: { probesPerDay, bytesPerDay } }: ProbedSocket,
): string {
  const { KA_SEND_PERIOD } = rating.choice.keepalive;
  const isLongest = KA_SEND_PERIOD === domainOf(spec, entries).KA_SEND_PERIOD.max;
  const which = !isMet ? 'the shortest' : isLongest ? 'the longest of all' : 'the longest that the wish allows';
  const probes = `${probesPerDay} ${probesPerDay === 1 ? 'probe' : 'probes'} a day`;
  return `KA_SEND_PERIOD ${KA_SEND_PERIOD} s is ${which}: ${probes} on an idle connection, ${bytesPerDay} bytes with their answers.`;
}

function periodReasons(spec: Spec, entries: readonly Entry[], { rating }: Found): readonly string[] {
  const domain = domainOf(spec, entries);
  const { NO_DATA_PERIOD, KA_SEND_PERIOD } = rating.choice.keepalive;
  if (domain.areOne) {
    return ["The chip's own timer has one period, in steps of 5 s: NO_DATA_PERIOD and KA_SEND_PERIOD are the same."];
  }
  const start = `NO_DATA_PERIOD ${NO_DATA_PERIOD} s`;
  if (entries.every(({ own }) => own.NO_DATA_PERIOD) || KA_SEND_PERIOD === domain.KA_SEND_PERIOD.max) return [];
  return spec.keepalive.firstProbe === 'note'
    ? [
        `${start}: both periods count for the bound and only KA_SEND_PERIOD for traffic, so a second here would be one less there.`,
      ]
    : [`${start}: the first probe leaves when it has passed, and only the longer one of the two periods counts.`];
}

function waitReason({ plan }: Rating): string {
  const { timeoutMs, rtr } = plan.retransmission;
  const start = `First wait ${timeoutMs} ms (RTR ${rtr})`;
  if (timeoutMs >= USUAL_WAIT_MS) return `${start}: the chips' own value, longer than a round trip on one network.`;
  const least = timeoutMs <= SHORTEST_WAIT_MS ? 'the shortest that is ever chosen' : 'the longest that leaves room';
  return `${start}: ${least}. A peer whose answers take longer than this is sent repetitions it does not need; choose it only where round trips are known to be short.`;
}

function transmissionReason({ plan }: Rating, free: ProbedSocket | null): string {
  const { waitsMs, rcr, tcpTimeoutMs } = plan.retransmission;
  const start = `${rcr + 1} transmissions (RCR ${rcr}) with waits of ${waitsMs.join(' + ')} ms: a living peer that is out of reach for ${seconds(tcpTimeoutMs)} is given up.`;
  if (free === null) return start;
  const lossy = free.badWire.filter(({ lossPercent }) => LOSSES_PERCENT.includes(lossPercent));
  const costs = lossy.map(
    ({ lossPercent, closesPerDay }) => `${closesPerDay} times a day at a loss of ${lossPercent} % each way`,
  );
  return `${start} An idle connection whose peer lives is closed ${allOf(costs)}.`;
}

function overlapReason({ probing, plan, overlaps }: Rating): string {
  const timeout = `the TCP timeout of ${seconds(plan.retransmission.tcpTimeoutMs)}`;
  if (overlaps === 0)
    return `KA_SEND_PERIOD is longer than ${timeout}, with its hold: no probe falls due while one is repeated.`;
  const sockets = allOf(probing.filter((it) => it.overlaps).map(({ entry }) => `${entry.index + 1}`));
  return `In socket entry ${sockets} KA_SEND_PERIOD is not longer than ${timeout}, with its hold: probes fall due while one may still be repeated, and leave later than KA_SEND_PERIOD says.`;
}

/** What the least traffic is bought with: the same wish with a more patient chip, where nothing else gets worse. */
function moreTransmissions(spec: Spec, entries: readonly Entry[], wish: Wish, chosen: Rating): readonly string[] {
  const { count, timeoutMs } = chosen.plan.retransmission;
  if (count >= USUAL_COUNT) return [];
  for (const further of FURTHER_TRANSMISSIONS) {
    const transmissions = count + 1 + further;
    const { isMet, rating } = search(spec, entries, { ...wish, transmissions });
    const free = freeSocket(rating);
    if (free === null) return [];
    const { retransmission } = rating.plan;
    if (!isMet || rating.overlaps > chosen.overlaps || retransmission.timeoutMs < timeoutMs) continue;
    return [patientText(rating, free, transmissions)];
  }
  return [];
}

function patientText({ plan, choice }: Rating, { traffic, badWire }: ProbedSocket, transmissions: number): string {
  const { KA_SEND_PERIOD } = choice.keepalive;
  const percent = LOSSES_PERCENT.at(-1);
  const closes = badWire.find(({ lossPercent }) => lossPercent === percent)?.closesPerDay;
  return `More patient: --transmissions ${transmissions} would take KA_SEND_PERIOD ${KA_SEND_PERIOD} s (${traffic.probesPerDay} probes a day), give up after ${seconds(plan.retransmission.tcpTimeoutMs)}, and at a loss of ${percent} % each way close a living peer's connection ${closes} times a day.`;
}

function chipReason({ plan }: Rating): string {
  const { tcpTimeoutMs } = plan.retransmission;
  return `RTR and RCR hold for the whole chip: data of every socket, and attempts to connect, are given up after ${seconds(tcpTimeoutMs)} too.`;
}

function ownReasons(spec: Spec, { wantedMs }: Wish, { rating, tooSlow }: Found): readonly string[] {
  const unprobed = spec.sockets.flatMap(({ keepalive }, index) => (keepalive === null ? [`${index + 1}`] : []));
  const owners = rating.probing.filter(({ entry }) => !isFollower(entry));
  return [
    ...owners.map(({ entry, boundMs, terms }) => {
      const judgement = tooSlow.includes(entry) ? `does not meet ${seconds(wantedMs)}` : `meets ${seconds(wantedMs)}`;
      return `Socket entry ${entry.index + 1} has periods of its own, which stay: it ${judgement}, with ${seconds(boundMs)}: ${sumText(terms)}.`;
    }),
    ...(unprobed.length === 0 ? [] : [`Socket entry ${allOf(unprobed)} is not probed ("keepalive": null).`]),
  ];
}

/** Whether some socket has another value than the one that a spec without the key has. */
function isChosen({ sockets }: Spec, { key, default: usual = null }: SpecKey): boolean {
  return sockets.some((socket) => (socket as unknown as Readonly<Record<string, unknown>>)[key] !== usual);
}

/** Optional methods of the sockets that detect what probes are meant for, or what probes do not see. */
function otherMethods(given: Spec, { plan }: Rating): readonly string[] {
  const general = new Set<string>(GENERAL_FAILURES.map(({ name }) => name));
  const detections = plan.sockets.flatMap(({ detection }) => detection).filter(({ failure }) => general.has(failure));
  const rows = new Set<string>(detections.flatMap(({ methods }) => methods.map(({ method }) => method)));
  const keys = METHODS.flatMap(({ spec, words }) => {
    const isOptional = spec?.scope === 'socket' && spec.required !== true && isChosen(given, spec);
    return isOptional && Object.keys(words?.names ?? {}).some((row) => rows.has(row)) ? [`"${spec.key}"`] : [];
  });
  if (keys.length === 0) return [];
  return [`Probes alone are chosen: ${allOf(keys)} of this spec may notice sooner and stay as they are.`];
}
