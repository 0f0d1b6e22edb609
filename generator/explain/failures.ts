import type { Failure, WhyUndetected } from '../../contract/promises.ts';
import { METHODS } from '../methods/registry.ts';
import type { FailureWords } from '../methods/words.ts';

const GENERAL = {
  'cable-cut': {
    title: 'the cable between device and peer is cut',
    how: 'no FIN and no RST arrive, and the peer acknowledges nothing',
  },
  'power-cut': {
    title: "the peer's power fails",
    how: 'no FIN and no RST arrive, and no host answers',
  },
  'nat-forgot': {
    title: 'a NAT router between device and peer forgets the connection and drops its segments',
    how: 'no segment arrives, as with a cut cable; if the router answers with RST, it is detected like peer-reboot',
  },
  'cut-while-sending': {
    title: 'the cable is cut while data of the device is unacknowledged',
    how: 'the chip retransmits the data with the same RTR and RCR as a probe, from the last acknowledgement on, so no probe is needed',
  },
  'silent-client': {
    title: 'a peer connects and never sends',
    how: 'the device sends the first data, so that the chip can probe, or it limits the time without received data',
    whyNot:
      'the chip sends no probe before data was exchanged (W5500 datasheet p. 57), and no other method limits the silence',
  },
  'peer-reboot': {
    title: 'the peer restarts and is up again before the next probe',
    how: 'its kernel does not know the connection and answers each segment with RST; until it is up again, the bound of power-cut is valid',
  },
  'peer-hung': {
    title: "the peer's application hangs while its kernel works",
    how: 'its kernel still answers probes and acknowledges data; the firmware detects that the application sends nothing',
    whyNot: 'its kernel answers probes and acknowledges data, and no method waits for data of the application',
  },
  'zero-window': {
    title: 'the peer stops reading: its receive window is 0, and data of the device waits',
    how: 'the chip sends no probe while data waits; the firmware limits the time without an acknowledgement or without received data',
    whyNot: 'the chip sends no probe while data waits, and the datasheets define no timeout for a zero window',
  },
  'link-down': {
    title: "the device's own cable is unplugged: its PHY loses the link",
    how: 'for TCP it is the same as a cut cable; only the PHY shows the difference',
  },
  'chip-reset': {
    title: 'the chip loses its registers',
    how: 'its sockets read as CLOSED, and its registers differ from the values that were written',
  },
  'orderly-close': {
    title: 'the peer closes the connection',
    how: 'its FIN takes the socket to CLOSE_WAIT at once',
  },
};

const OF_METHODS: Readonly<Partial<Record<Failure, FailureWords>>> = Object.assign(
  {},
  ...METHODS.map(({ words }) => words?.failures),
);

/** A failure of a plan in words. */
export function failureWords(failure: Failure): FailureWords {
  const words = { ...GENERAL, ...OF_METHODS }[failure];
  if (words === undefined) throw new Error(`no words for the failure ${failure}`);
  return words;
}

/** Why a plan does not detect this failure: a clause without a full stop. */
export const whyUndetected: WhyUndetected = (failure) => {
  const { how, whyNot } = failureWords(failure);
  return whyNot ?? how;
};
