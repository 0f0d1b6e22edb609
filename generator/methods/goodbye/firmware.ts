import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const goodbyeFirmware: FirmwareOf = ({ sockets }, texts) => {
  if (sockets.every(({ watch }) => watch.goodbye == null)) return [];
  const saysGoodbye = sockets.some(({ watch }) => watch.goodbye?.message != null);
  return [
    {
      sources: sourcePair('methods/goodbye', 'kw_goodbye', 'loop', 'ends connections in an orderly way'),
      hooks: {
        init: ['kw_goodbye_init();'],
        begin: ['kw_goodbye_begin(sn);'],
        stopping: ['kw_goodbye_poll(sn)'],
        staysClosed: ['kw_goodbye_keeps_closed()'],
      },
      traits: ['closes', 'stops', ...(saysGoodbye ? (['sends'] as const) : [])],
      ends: ['goodbye', 'local-stop'],
      onMessage: { goodbye: 'kw_goodbye_received(sn);' },
      hookNotes: saysGoodbye
        ? ["What came before the peer's goodbye is offered once more; nothing can be sent then."]
        : [],
      notes: ['Before a restart call `kw_loop_stop()`, and `kw_loop_poll()` until `kw_loop_stopped()`.'],
      view: {
        saysGoodbye,
        goodbyes: sockets.map(({ watch }) => `${texts.initializer(watch.goodbye?.message, 'goodbye')},`),
      },
    },
  ];
};
