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
      [`data under way${suffix}`, sendMs === null ? 'no limit' : seconds(sendMs), SINCE_PROGRESS],
      [`half-closed${suffix}`, seconds(halfClosedMs), `${SINCE_PROGRESS}, or data was received or sent`],
      recovery.boundMs === null
        ? [
            `recovery${suffix}`,
            'no bound',
            'a dead peer, or a SEND that the chip did not get, may hold the socket for ever',
          ]
        : [`recovery${suffix}`, `at most ${seconds(recovery.boundMs)}`, sumText(recovery.terms)],
    ];
  });
  return [
    {
      title: 'limits of states: afterwards the socket is closed and set up again',
      rows: [
        ['connecting, closing', seconds(limits.stateMs), 'ARP timeout + TCP timeout + the tolerance of HSI + 1 s'],
        [
          'closing by the device',
          seconds(limits.closeMs),
          `both FINs${loop.callEveryMs === null ? '' : ', and three calls of your loop'}`,
        ],
        ['CLOSE or OPEN without effect', seconds(limits.noEffectMs), 'both of the above; then the chip is reset'],
        ...rows,
        ['', '', 'recovery: from the end of a peer to a socket for the next one, with one wrong bit on SPI'],
        ['', '', 'a host that learns a wrong MAC address meanwhile keeps it until its ARP entry ages, often a minute'],
      ],
    },
  ];
}

const SINCE_PROGRESS = 'since the peer last acknowledged a byte';
