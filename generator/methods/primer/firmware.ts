import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const primerFirmware: FirmwareOf = ({ sockets }, texts) => {
  if (sockets.every(({ watch }) => watch.primer == null)) return [];
  return [
    {
      sources: sourcePair('methods/primer', 'kw_primer', 'methods', 'sends a text as soon as a connection begins'),
      hooks: {
        begin: ['kw_primer_begin(sn);'],
        first: ['kw_primer_is_pending(sn)'],
      },
      traits: ['sends'],
      hookNotes: ['kw_app_connected: the primer is under way, so that kw_socket_send takes nothing yet.'],
      view: { primers: sockets.map(({ watch }) => `${texts.initializer(watch.primer, 'primer')},`) },
    },
  ];
};
