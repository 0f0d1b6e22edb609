import type { Plan } from '../../contract/plan.ts';
import { type Row, type Section, seconds } from './format.ts';
import { grouped } from './grouped.ts';
import { sumText } from './terms.ts';

/** How long each state may last, and how soon a socket is back after a single fault. */
export function limitSections({ limits, loop, sockets }: Plan): Section[] {
  const kinds = grouped(sockets, (it) => JSON.stringify([it.limits, it.recovery]));
  const rows = kinds.flatMap(({ of: { limits: own, recovery }, names }): Row[] => {
    const suffix = kinds.length === 1 ? '' : ` (${names})`;
    const { sendMs, halfClosedMs } = own;
    return [
      [`unacknowledged data${suffix}`, sendMs === null ? 'no limit' : seconds(sendMs), SINCE_PROGRESS],
      [`half-closed${suffix}`, seconds(halfClosedMs), `${SINCE_PROGRESS}, or data was received or sent`],
      recovery.boundMs === null
        ? [`recovery${suffix}`, 'no bound', 'a dead peer or a lost SEND command can block the socket for ever']
        : [`recovery${suffix}`, `at most ${seconds(recovery.boundMs)}`, sumText(recovery.terms)],
    ];
  });
  return [
    {
      title: 'state timeouts: then the firmware closes the socket and opens it again',
      rows: [
        ['connecting, closing', seconds(limits.stateMs), 'ARP timeout + TCP timeout + the tolerance of HSI + 1 s'],
        [
          'closing by the device',
          seconds(limits.closeMs),
          `FIN of the device and FIN of the peer${loop.callEveryMs === null ? '' : ', and three calls of your loop'}`,
        ],
        [
          'CLOSE or OPEN without effect',
          seconds(limits.noEffectMs),
          'sum of the two timeouts above; then the chip is reset',
        ],
        ...rows,
        [
          '',
          '',
          'recovery: from the failure of a peer to a socket for the next one, also if one SPI bit error happens meanwhile',
        ],
        [
          '',
          '',
          'if that bit error changes the MAC address in the chip, hosts may keep the wrong one in their ARP cache, often for a minute',
        ],
      ],
    },
  ];
}

const SINCE_PROGRESS = 'since the peer last acknowledged a byte';
