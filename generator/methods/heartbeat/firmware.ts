import { inRows } from '../../firmware/c-text.ts';
import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

/** Sending and expecting heartbeats have nothing in common but the key of the spec. */
export const heartbeatFirmware: FirmwareOf = (plan, texts) => [...sending(plan, texts), ...expecting(plan, texts)];

const sending: FirmwareOf = ({ sockets }, texts) => {
  if (sockets.every(({ watch }) => watch.heartbeat?.send == null)) return [];
  return [
    {
      sources: sourcePair('methods/heartbeat', 'kw_heartbeat', 'methods', 'sends heartbeats'),
      hooks: {
        begin: ['kw_heartbeat_begin(sn);'],
        send: [{ statement: 'kw_heartbeat_send(sn);', rank: 3 }],
      },
      traits: ['sends'],
      view: {
        heartbeats: sockets.map(({ watch: { heartbeat } }) => {
          const text = texts.initializer(heartbeat?.send?.message, 'heartbeat');
          return `{ .every = ${heartbeat?.send?.everyMs ?? 0}U, .text = ${text} },`;
        }),
      },
    },
  ];
};

const expecting: FirmwareOf = ({ sockets }) => {
  if (sockets.every(({ watch }) => watch.heartbeat?.expect == null)) return [];
  return [
    {
      sources: sourcePair(
        'methods/heartbeat',
        'kw_heartbeat_expect',
        'methods',
        'ends connections whose peer does not send as often as it should',
      ),
      hooks: {
        begin: ['kw_heartbeat_expect_received(sn);'],
        received: ['kw_heartbeat_expect_received(sn);'],
        expired: [{ when: 'kw_heartbeat_expect_expired(sn)', reason: 'heartbeat-missed' }],
      },
      traits: ['closes'],
      view: { expectLimits: inRows(sockets.map(({ watch }) => watch.heartbeat?.expect?.withinMs ?? 0)) },
    },
  ];
};
