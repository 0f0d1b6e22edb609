/** The cases of the Autobahn test suite (crossbario/autobahn-testsuite, version 25.10), by section: how many there are. */
const COUNTS: Readonly<Record<string, number>> = {
  ...{ '1.1': 8, '1.2': 8, '2': 11, '3': 7, '4.1': 5, '4.2': 5, '5': 20 },
  ...{
    '6.1': 3,
    '6.2': 4,
    '6.3': 2,
    '6.4': 4,
    '6.5': 5,
    '6.6': 11,
    '6.7': 4,
    '6.8': 2,
    '6.9': 4,
    '6.10': 3,
    '6.11': 5,
  },
  ...{ '6.12': 8, '6.13': 5, '6.14': 10, '6.15': 1, '6.16': 3, '6.17': 5, '6.18': 5, '6.19': 5, '6.20': 7, '6.21': 8 },
  ...{ '6.22': 34, '6.23': 7, '7.1': 6, '7.3': 6, '7.5': 1, '7.7': 13, '7.9': 9, '7.13': 2 },
  ...{ '9.1': 6, '9.2': 6, '9.3': 9, '9.4': 9, '9.5': 6, '9.6': 6, '9.7': 6, '9.8': 6, '10.1': 1 },
};

/** What keepwire has no case for, and why. */
export const MISSING: Readonly<Record<string, string>> = {
  '12': 'permessage-deflate: compression is not offered, and the device accepts no extension',
  '13': 'permessage-deflate with its parameters: the same',
};

/** What is asked in another way than the suite does, and why: a device takes messages of at most 65535 bytes. */
export const CHANGED: Readonly<Record<string, string>> = {
  ...{ '1.1.7': 'must be refused', '1.1.8': 'must be refused', '1.2.7': 'must be refused', '1.2.8': 'must be refused' },
  '7.1.6': 'the 256 KiB before the close must be refused',
  ...{ '9.1': 'must be refused', '9.2': 'must be refused' },
  ...{ '9.3': '65535 bytes in fragments of up to 16 KiB; longer fragments must be refused', '9.4': 'the same' },
  ...{ '9.5': '65535 bytes, where the suite has 1 MiB', '9.6': 'the same' },
  '10.1': '65535 bytes, where the suite has 65536',
};

export const AUTOBAHN_NUMBERS: readonly string[] = Object.entries(COUNTS).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
);
