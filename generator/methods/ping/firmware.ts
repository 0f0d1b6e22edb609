import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const pingFirmware: FirmwareOf = ({ sockets }) => {
  if (sockets.every(({ watch }) => watch.ping == null)) return [];
  return [
    {
      sources: sourcePair('methods/ping', 'kw_ping', 'loop', 'sends pings to silent clients of WebSockets'),
      hooks: {
        begin: ['kw_ping_heard(sn);'],
        received: ['kw_ping_heard(sn);'],
        pong: ['kw_ping_heard(sn);'],
        expired: [{ when: 'kw_ping_expired(sn)', reason: 'no-pong' }],
        send: [{ statement: 'kw_ping_send(sn);', rank: 1 }],
      },
      traits: ['closes'],
      view: {
        pingRules: sockets.map(({ watch: { ping } }) =>
          ping == null
            ? '{ .tries = 0U },'
            : `{ .after_idle = ${ping.afterIdleMs}U, .within = ${ping.withinMs}U, .tries = ${ping.tries}U },`,
        ),
      },
    },
  ];
};
