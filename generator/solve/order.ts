/** A probe and two repetitions: a single lost frame, or two of a burst, must not end a connection. */
export const LEAST_TRANSMISSIONS = 3;
/** RCR has eight bits. */
export const MOST_TRANSMISSIONS = 256;

/** What counts for more comes first; what follows decides only among choices that are equal in all before it. */
export const ORDER = [
  'settings that meet the wanted time on every socket without periods of its own',
  `at least ${LEAST_TRANSMISSIONS} transmissions of a probe (--transmissions asks for more)`,
  'no probe due while the chip may retransmit the last one: KA_SEND_PERIOD not shorter than the hold',
  'RTR of 200 ms, the reset value of the chips; if that is too slow, the longest that fits, at least 10 ms',
  'least traffic: the longest KA_SEND_PERIOD',
  'most transmissions, up to the 9 of the chips',
  'the latest first probe: the longest NO_DATA_PERIOD',
] as const;
