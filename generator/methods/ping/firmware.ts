import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';
import { QUESTION_SOURCES, questionRule } from '../question.ts';

export const pingFirmware: FirmwareOf = ({ sockets }) => {
  if (sockets.every(({ watch }) => watch.ping == null)) return [];
  return [
    { sources: QUESTION_SOURCES },
    {
      sources: sourcePair('methods/ping', 'kw_ping', 'loop', 'sends pings to silent clients of WebSockets'),
      hooks: {
        begin: ['kw_ping_heard(sn);'],
        received: ['kw_ping_heard(sn);'],
        pong: ['kw_ping_heard(sn);'],
        expired: [{ when: 'kw_ping_poll(sn)', reason: 'no-pong' }],
        send: [{ statement: 'kw_ping_send(sn);', rank: 1 }],
      },
      traits: ['closes'],
      view: {
        pingRules: sockets.map(({ watch: { ping } }) => `${questionRule(ping)},`),
      },
    },
  ];
};
