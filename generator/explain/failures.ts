import type { Failure, WhyUndetected } from '../../contract/promises.ts';
import { METHODS } from '../methods/registry.ts';
import type { FailureWords } from '../methods/words.ts';

const GENERAL = {
  'cable-cut': {
    title: 'the cable between device and peer is cut',
    why: 'no FIN and no RST can arrive; what is sent after the silence stays unanswered',
  },
  'power-cut': {
    title: "the peer's power fails",
    why: 'no host is left that answers',
  },
  'nat-forgot': {
    title: 'a NAT router between device and peer forgets the connection and drops its segments',
    why: 'as with a cut cable, no segment arrives; a router that answers with RST is detected as a reboot is',
  },
  'cut-while-sending': {
    title: 'the cable is cut while data of the device is unacknowledged',
    why: 'the chip repeats the data under the same RTR and RCR as a probe, from the last acknowledgement on, so no probe is needed',
  },
  'silent-client': {
    title: 'a peer connects and never sends',
    why: 'counting begins with the first data, and the chip sends no probe before data was exchanged (W5500 datasheet p. 57)',
  },
  'peer-reboot': {
    title: 'the peer restarts and is up again before the next probe',
    why: 'its kernel has no such connection and answers each segment with RST; while it is still down, the bound of power-cut holds',
  },
  'peer-hung': {
    title: "the peer's application hangs while its kernel lives",
    why: 'the kernel answers probes and acknowledges data whatever the application does',
  },
  'zero-window': {
    title: 'the peer stops reading, its window is closed and data waits to be sent',
    why: 'no probe leaves while a SEND is under way, and the datasheets promise no timeout for a closed window',
  },
  'link-down': {
    title: "the device's own cable is unplugged: its PHY loses the link",
    why: 'for TCP it is the same as a cut cable; only the PHY shows the difference',
  },
  'chip-reset': {
    title: 'the chip loses its registers',
    why: 'its sockets read as closed, and its settings differ from those that were written',
  },
  'orderly-close': {
    title: 'the peer closes the connection',
    why: 'its FIN takes the socket to CLOSE_WAIT at once',
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
export const whyUndetected: WhyUndetected = (failure) => failureWords(failure).why;
