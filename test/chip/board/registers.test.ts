/** Reset values and kinds of access of every register, by the datasheets' tables. */
import { describe, expect, test } from 'vitest';
import { type Bench, freshBench } from '../bench.ts';
import { CHIPS } from '../rig.ts';
import { COMMON_TABLE, type Row, SOCKET_TABLE } from '../tables.ts';

const SOCKETS = [0, 1, 2, 3, 4, 5, 6, 7];

/** Values that can be written without a consequence beyond the register; null where there is none but the reset value. */
const SAFE: Readonly<Record<string, readonly (readonly number[])[] | null>> = {
  MR: [[0x10], [0x00]], // PB; the other bits reset the chip or switch to what is not tested
  PHYCFGR: [[0xf8 | 7], [0xb8 | 7]], // the PHY is not configured or reset: OPMD alone; the low bits are the PHY's
  Sn_RXBUF_SIZE: [[1], [4], [8], [16], [0]],
  Sn_TXBUF_SIZE: [[1], [4], [8], [16], [0]],
};
/** Its unit on the W5200 is not known. */
const UNTOUCHED: Readonly<Record<string, readonly string[]>> = { W5200: ['INTLEVEL'], W5500: [] };

function patternsOf([name, , , reset]: Row): readonly (readonly number[])[] {
  const written = [0x55, 0xaa, 0x00, 0xff].map((byte) =>
    reset.map((_, index) => (index % 2 === 0 ? byte : byte ^ 0xff)),
  );
  return SAFE[name] ?? written;
}

/** Distinct for each byte of a block. */
const mark = (offset: number, salt: number): number => (offset * 7 + salt * 31 + 1) & 0xff;

interface Block {
  readonly read: (offset: number, bytes: number) => number[];
  readonly write: (offset: number, data: readonly number[]) => void;
}
const commonOf = ({ driver }: Bench): Block => ({
  read: (offset, bytes) => driver.readCommonAt(offset, bytes),
  write: (offset, data) => driver.writeCommonAt(offset, data),
});
const socketOf = ({ driver }: Bench, n: number): Block => ({
  read: (offset, bytes) => driver.readSocketAt(n, offset, bytes),
  write: (offset, data) => driver.writeSocketAt(n, offset, data),
});

describe.each(CHIPS)('%s', (name) => {
  const isWritten = ([register, , access]: Row): boolean => access === 'rw' && !UNTOUCHED[name]?.includes(register);
  const common = COMMON_TABLE[name];
  const socket = SOCKET_TABLE[name];
  const blocksOf = (on: Bench) => [
    { block: commonOf(on), rows: common },
    ...SOCKETS.map((n) => ({ block: socketOf(on, n), rows: socket })),
  ];

  test.each(common)('%s resets to its value', (_register, offset, _access, reset) => {
    const on = freshBench(name);
    expect(commonOf(on).read(offset, reset.length)).toEqual(reset);
    expect(on.violations() ?? []).toEqual([]);
  });

  test.each(socket)('%s resets to its value in all sockets', (_register, offset, _access, reset) => {
    const on = freshBench(name);
    for (const n of SOCKETS) expect(socketOf(on, n).read(offset, reset.length)).toEqual(reset);
    expect(on.violations() ?? []).toEqual([]);
  });

  test.each(common.filter(isWritten))('%s holds what is written', (...row) => {
    const on = freshBench(name);
    for (const data of patternsOf(row)) {
      commonOf(on).write(row[1], data);
      expect(commonOf(on).read(row[1], data.length)).toEqual(data);
    }
    expect(on.violations() ?? []).toEqual([]);
  });

  test.each(socket.filter(isWritten))('%s holds what is written, in each socket', (...row) => {
    const on = freshBench(name);
    for (const n of SOCKETS) {
      for (const data of patternsOf(row)) {
        socketOf(on, n).write(row[1], data);
        expect(socketOf(on, n).read(row[1], data.length)).toEqual(data);
      }
    }
    expect(on.violations() ?? []).toEqual([]);
  });

  test('no register is another’s shadow, and both resets bring every value back', () => {
    for (const reset of ['RSTn', 'MR.RST']) {
      const on = freshBench(name);
      const blocks = blocksOf(on).map(({ block, rows }, salt) => {
        const free = rows.filter((row) => isWritten(row) && !(row[0] in SAFE));
        return { block, rows, free, dataOf: ([, at, , bytes]: Row) => bytes.map((_, index) => mark(at + index, salt)) };
      });
      for (const { block, free, dataOf } of blocks) for (const row of free) block.write(row[1], dataOf(row));
      for (const { block, free, dataOf } of blocks) {
        for (const row of free) expect(block.read(row[1], row[3].length)).toEqual(dataOf(row));
      }
      if (reset === 'RSTn') on.driver.powerUp();
      else on.driver.setCommon('MR', 0x80);
      on.wait(1_000_000);
      for (const { block, rows } of blocks) {
        for (const [register, at, , bytes] of rows)
          expect([register, block.read(at, bytes.length)]).toEqual([register, bytes]);
      }
      expect(on.violations() ?? []).toEqual([]);
    }
  });

  test('read-only registers stay as they are', () => {
    const on = freshBench(name);
    for (const { block, rows } of blocksOf(on)) {
      for (const [register, at, access, reset] of rows) {
        if (access !== 'ro') continue;
        block.write(
          at,
          reset.map((byte) => byte ^ 0xff),
        );
        expect([register, block.read(at, reset.length)]).toEqual([register, reset]);
      }
    }
    expect(new Set(on.violations() ?? ['register/read-only'])).toEqual(new Set(['register/read-only']));
  });

  test('interrupt registers are not set by writing', () => {
    const on = freshBench(name);
    for (const { block, rows } of blocksOf(on)) {
      for (const [register, at, access] of rows) {
        if (access !== 'w1c') continue;
        block.write(at, [0xff]);
        expect([register, block.read(at, 1)]).toEqual([register, [0]]);
      }
    }
    expect(on.violations() ?? []).toEqual([]);
  });

  test('every other address up to the last register’s is reserved', () => {
    const used = (rows: readonly Row[]) =>
      new Set(rows.flatMap(([, at, , bytes]) => bytes.map((_, index) => at + index)));
    for (const [rows, blockOf] of [
      [common, commonOf],
      [socket, (on: Bench) => socketOf(on, 7)],
    ] as const) {
      const known = used(rows);
      for (let offset = 0; offset <= 0x40; offset++) {
        const on = freshBench(name);
        if (on.violations() === null) return; // nobody asks silicon what is reserved
        blockOf(on).read(offset, 1);
        expect([offset, on.violations()]).toEqual([offset, known.has(offset) ? [] : ['register/reserved']]);
      }
    }
  });

  test('the link bit follows the cable', () => {
    const on = freshBench(name);
    const bit = name === 'W5200' ? 0x20 : 0x01;
    expect(on.driver.common('PHY') & bit).toBe(bit);
    on.linkUp = false;
    expect(on.driver.common('PHY') & bit).toBe(0);
  });
});
