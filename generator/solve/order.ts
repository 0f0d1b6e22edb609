/** A probe and two repetitions: a single lost frame, or two of a burst, must not end a connection. */
export const LEAST_TRANSMISSIONS = 3;
/** RCR has eight bits. */
export const MOST_TRANSMISSIONS = 256;

/** What counts for more comes first; what follows decides only among choices that are equal in all before it. */
export const ORDER = [
  'within the wish, on every socket that takes its periods from the top level',
  `at least ${LEAST_TRANSMISSIONS} transmissions of a probe (--transmissions asks for more)`,
  'no probe due while the one before it may still be repeated: KA_SEND_PERIOD not shorter than the hold',
  'a first wait of 200 ms, as the chips have it; below that the longest one, never less than 10 ms',
  'least traffic: the longest KA_SEND_PERIOD',
  'most transmissions, up to the 9 of the chips',
  'the latest first probe: the longest NO_DATA_PERIOD',
] as const;
