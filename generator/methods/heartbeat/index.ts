import type { SocketSpec } from '../../../contract/spec.ts';
import { closeAfterSilence } from '../allowed-close.ts';
import type { Method } from '../method.ts';
import { SIGNS_WITHIN } from '../sign-of-life.ts';
import { detects, messageUnanswered, pollTerms, timesADay, typicalWaits } from '../terms.ts';
import { heartbeatFirmware } from './firmware.ts';
import { type HeartbeatPlan, planHeartbeat } from './plan.ts';
import { heartbeatRules } from './rules.ts';
import { heartbeatSamples } from './samples.ts';
import { heartbeatSchema } from './schema.ts';

/** Messages at intervals: sent by the device, expected from the peer. */
export const heartbeat: Method<NonNullable<SocketSpec['heartbeat']>, HeartbeatPlan> = {
  name: 'heartbeat',
  spec: { key: 'heartbeat', scope: 'socket', schema: heartbeatSchema },
  samples: heartbeatSamples,
  rules: heartbeatRules,
  messages: [
    {
      name: 'heartbeat',
      path: '/send',
      inSpec: ({ send }) => send,
      inPlan: ({ send }) => send?.message ?? null,
      isSaid: true,
      everyMs: ({ send }) => send?.everyMs ?? null,
    },
    {
      name: 'heartbeat',
      path: '/expect',
      inSpec: ({ expect }) => expect,
      inPlan: ({ expect }) => expect?.message ?? null,
      isOptional: true,
      isSought: true,
      isPassedOn: ({ expect }) => expect?.pass === true,
    },
  ],
  plan: planHeartbeat,
  needsStream: ({ send, expect }) =>
    send !== null || (expect?.message ?? null) !== null ? '"expect" with "withinS" alone' : null,
  endReasons: [
    {
      number: 6,
      name: 'heartbeat-missed',
      meaning: "nothing received for longer than between two of the peer's heartbeats",
    },
  ],
  detection: (failure, { send, expect }, situation) => {
    const polls = pollTerms(situation.loop);
    const data =
      send === null ? [] : messageUnanswered(failure, { key: 'heartbeat.send.everyS', ms: send.everyMs }, situation);
    if (expect === null || failure.kernel === undefined) return data;
    const { withinMs } = expect;
    const terms = [{ key: 'heartbeat.expect.withinS', ms: withinMs }, ...polls];
    return [...data, detects('heartbeat', 'heartbeat-missed', terms, withinMs + typicalWaits(2, situation.loop))];
  },
  sends: ({ send }) =>
    send && {
      ...{ key: 'heartbeat.send.everyS', firstAfterMs: send.everyMs },
      again: { key: 'heartbeat.send.everyS', afterMs: send.everyMs },
    },
  costs: ({ send, expect }) => [
    ...(send === null ? [] : [{ method: 'data' as const, packetsPerDay: 2 * timesADay(send.everyMs) }]),
    ...(expect === null
      ? []
      : [{ method: 'heartbeat' as const, packetsPerDay: 2 * timesADay(expect.withinMs / SIGNS_WITHIN) }]),
  ],
  remedies: {
    'heartbeat.send': { send: { message: [0], everyMs: 30_000 }, expect: null },
    'heartbeat.expect': { send: null, expect: { message: null, withinMs: 90_000, pass: false } },
  },
  mustReceive: ({ expect }) => expect && { bytes: expect.message, withinMs: expect.withinMs },
  allowedCloses: ({ expect }) =>
    expect === null
      ? []
      : [closeAfterSilence('heartbeat-missed', expect.withinMs, expect.message === null ? null : 'heartbeat')],
  words: {
    names: { heartbeat: { text: 'heartbeat', isGeneral: true } },
    costs: {
      data: 'a heartbeat of the device and its acknowledgement every heartbeat.send.everyS',
      heartbeat: `a heartbeat of the peer and its acknowledgement, ${SIGNS_WITHIN} in heartbeat.expect.withinS`,
    },
    silenceLimit: 'an expected heartbeat',
  },
  firmware: heartbeatFirmware,
};
