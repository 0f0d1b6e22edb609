import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const idleFirmware: FirmwareOf = ({ sockets }) => {
  if (sockets.every(({ watch }) => watch.idle == null)) return [];
  return [
    {
      sources: sourcePair('methods/idle', 'kw_idle', 'methods', 'ends connections that have been silent for too long'),
      hooks: {
        begin: ['kw_idle_begin(sn);'],
        received: ['kw_idle_received(sn);'],
        expired: [{ when: 'kw_idle_poll(sn)', reason: 'idle' }],
      },
      traits: ['closes'],
      view: {
        idleLimits: sockets.map(({ watch: { idle } }) => {
          return `{ .close_after = ${idle?.closeAfterMs ?? 0}U, .check_every = ${idle?.checkEveryMs ?? 0}U },`;
        }),
      },
    },
  ];
};
