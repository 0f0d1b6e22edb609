import { inRows } from '../../firmware/c-text.ts';
import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const sendTimeoutFirmware: FirmwareOf = ({ sockets }) => {
  if (sockets.every(({ watch }) => watch['send-timeout'] == null)) return [];
  return [
    {
      sources: sourcePair(
        'methods/send-timeout',
        'kw_send_timeout',
        'methods',
        'ends connections whose data is not acknowledged for too long',
      ),
      hooks: {
        sending: ['kw_send_timeout_start(sn);'],
        overdue: [{ when: 'kw_send_timeout_expired(sn)', reason: 'send-timeout' }],
      },
      traits: ['aborts'],
      view: { sendTimeouts: inRows(sockets.map(({ watch }) => watch['send-timeout']?.withinMs ?? 0)) },
    },
  ];
};
