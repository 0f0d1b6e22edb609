/**
 * Every single wrong bit in either direction, in the frames from the start to a second echo and beyond, one at a time:
 * however the peer then goes, the device is in touch with the next one within the recovery bound of the plan.
 */
import { beforeAll, describe, test } from 'vitest';
import type { DataLine } from '../../simulator/chip/bit-errors.ts';
import { hex } from '../hex.ts';
import { BOARDS, BRISK, type Built, built, CHIPS } from './firmware.ts';
import { CHIPS_ABOVE, isFew, shareOf } from './share.ts';
import { sweep } from './sweep.ts';
import { asClient, asServer, bitsOf, ENDS, playWith, type Script, SERVER } from './wrong-bits.ts';

/** One point of so many is tried in `npm test`. */
const ONE_IN: Readonly<Record<DataLine, number>> = { mosi: 461, miso: 911 };
const LINES = { MOSI: 'mosi', MISO: 'miso' } as const;
const SPEC = { ...BRISK, sendTimeoutS: 4 };
/** What a spec must say; all else as it is by default: periods of minutes. */
const DEFAULTS = { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };
const CLIENT = { role: 'client', server: SERVER };
const RECONNECT = { firstMs: 100, maxMs: 200 };

interface Subject {
  readonly spec: object;
  readonly script: Script;
  /** Its share in `npm test` is so much smaller. */
  readonly less: number;
}

const SUBJECTS: readonly (readonly [name: string, subject: Subject])[] = [
  ...BOARDS.map(([name, board]): [string, Subject] => [
    name,
    { spec: { ...SPEC, ...board }, script: asServer, less: 'wiring' in board ? 4 : 1 },
  ]),
  ...CHIPS_ABOVE.flatMap((chip): [string, Subject][] => [
    [`${chip} with default times`, { spec: { ...DEFAULTS, chip }, script: asServer, less: 9 }],
    [
      `${chip}, a client`,
      { spec: { ...SPEC, chip, sockets: [{ ...CLIENT, reconnect: RECONNECT }] }, script: asClient, less: 5 },
    ],
  ]),
  // Two minutes of a client's waits take long to play.
  ...(isFew ? [] : CHIPS).map((chip): [string, Subject] => [
    `${chip}, a client with default times`,
    { spec: { ...DEFAULTS, chip, sockets: [CLIENT] }, script: asClient, less: 19 },
  ]),
];

describe.each(SUBJECTS)('%s', (_name, { spec, script, less }) => {
  let firmware: Built;
  beforeAll(async () => {
    firmware = await built({ ...spec });
  });

  const rows = (['MOSI', 'MISO'] as const).flatMap((line) => Object.keys(ENDS).map((end) => [line, end] as const));

  test.each(rows)('one wrong bit on %s, the peer %s', (line, end) => {
    const on = LINES[line];
    sweep(shareOf(bitsOf(firmware, script, on, end), less * ONE_IN[on]), ({ nth, byte, bit }) => {
      playWith(firmware, script, end, on, { frame: new Uint8Array(), nth, byte, bit });
    });
  });
});

/** Frames of socket 0 and of the common registers, W5500 datasheet sections 2.2 and 4. */
test.each([
  ['SEND', '00010c20', 3, 5],
  ['DISCON', '00010c08', 3, 3],
  ['LISTEN', '00010c02', 3, 1],
  ['OPEN', '00010c01', 3, 0],
  ['Sn_MR: UDP', '00000c', 3, 1],
  ['Sn_PORT', '00040c', 4, 0],
  ['Sn_TX_WR', '00240c', 4, 0],
  ['Sn_TX buffer: SUBR and SHAR', '000514', 2, 4],
  ['SIPR', '000104', 20, 0],
  ['RCR', '001804', 6, 6],
] as const)('W5500: the first %s is wrong', async (_what, frame, byte, bit) => {
  const firmware = await built({ chip: 'W5500', ...SPEC });
  for (const end of Object.keys(ENDS))
    playWith(firmware, asServer, end, 'mosi', { frame: hex(frame), nth: 1, byte, bit });
});
