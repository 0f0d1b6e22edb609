import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const primerFirmware: FirmwareOf = ({ sockets }, texts) => {
  if (sockets.every(({ watch }) => watch.primer == null)) return [];
  return [
    {
      sources: sourcePair('methods/primer', 'kw_primer', 'methods', 'sends a text as soon as a connection begins'),
      hooks: {
        begin: ['kw_primer_begin(sn);'],
        first: ['kw_primer_poll(sn)'],
      },
      traits: ['sends'],
      hookNotes: [
        'kw_app_connected: the primer is being sent. Until it is acknowledged, kw_socket_send takes nothing.',
      ],
      view: { primers: sockets.map(({ watch }) => `${texts.initializer(watch.primer, 'primer')},`) },
    },
  ];
};
