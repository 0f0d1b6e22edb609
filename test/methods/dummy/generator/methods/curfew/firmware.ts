import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const curfewFirmware: FirmwareOf = ({ sockets }) => {
  if (sockets.every(({ watch }) => watch.curfew === null)) return [];
  return [
    {
      sources: sourcePair('methods/curfew', 'kw_curfew', 'loop', 'ends connections that are too old'),
      hooks: {
        begin: ['kw_curfew_begin(sn);'],
        expired: [{ when: 'kw_curfew_expired(sn)', reason: 'curfew' }],
      },
      traits: ['closes'],
      onMessage: { curfew: 'kw_curfew_called(sn);' },
      view: { curfews: sockets.map(({ watch }) => `${watch.curfew?.afterMs ?? 0}U,`) },
    },
  ];
};
