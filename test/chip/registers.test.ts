import { describe, expect, test } from 'vitest';
import type { ChipName } from './driver.ts';
import { CHIPS, rig } from './rig.ts';

type Row = readonly [register: string, offset: number, bytes: readonly number[]];

/** W5500 datasheet, common registers: reset values. PHYCFGR with the link up at 100 Mbit/s full duplex. */
const W5500_COMMON: readonly Row[] = [
  ['MR', 0x00, [0x00]],
  ['GAR', 0x01, [0, 0, 0, 0]],
  ['SUBR', 0x05, [0, 0, 0, 0]],
  ['SHAR', 0x09, [0, 0, 0, 0, 0, 0]],
  ['SIPR', 0x0f, [0, 0, 0, 0]],
  ['INTLEVEL', 0x13, [0, 0]],
  ['IR', 0x15, [0]],
  ['IMR', 0x16, [0]],
  ['SIR', 0x17, [0]],
  ['SIMR', 0x18, [0]],
  ['RTR', 0x19, [0x07, 0xd0]],
  ['RCR', 0x1b, [0x08]],
  ['PTIMER', 0x1c, [0x28]],
  ['PMAGIC', 0x1d, [0]],
  ['PHAR', 0x1e, [0, 0, 0, 0, 0, 0]],
  ['PSID', 0x24, [0, 0]],
  ['PMRU', 0x26, [0xff, 0xff]],
  ['UIPR', 0x28, [0, 0, 0, 0]],
  ['UPORTR', 0x2c, [0, 0]],
  ['PHYCFGR', 0x2e, [0b10111111]],
  ['VERSIONR', 0x39, [0x04]],
];

/** W5200 datasheet, common registers: reset values. PSTATUS with the link up. */
const W5200_COMMON: readonly Row[] = [
  ['MR', 0x00, [0x00]],
  ['GAR', 0x01, [0, 0, 0, 0]],
  ['SUBR', 0x05, [0, 0, 0, 0]],
  ['SHAR', 0x09, [0, 0, 0, 0, 0, 0]],
  ['SIPR', 0x0f, [0, 0, 0, 0]],
  ['IR', 0x15, [0]],
  ['IMR2', 0x16, [0]],
  ['RTR', 0x17, [0x07, 0xd0]],
  ['RCR', 0x19, [0x08]],
  ['PATR', 0x1c, [0, 0]],
  ['PPPALGO', 0x1e, [0]],
  ['VERSIONR', 0x1f, [0x03]],
  ['PTIMER', 0x28, [0x28]],
  ['PMAGIC', 0x29, [0]],
  ['INTLEVEL', 0x30, [0, 0]],
  ['IR2', 0x34, [0]],
  ['PSTATUS', 0x35, [0x20]],
  ['IMR', 0x36, [0]],
];

/** Socket registers with the same offset on both chips. */
const SOCKET: readonly Row[] = [
  ['Sn_MR', 0x00, [0]],
  ['Sn_CR', 0x01, [0]],
  ['Sn_IR', 0x02, [0]],
  ['Sn_SR', 0x03, [0]],
  ['Sn_PORT', 0x04, [0, 0]],
  ['Sn_DHAR', 0x06, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ['Sn_DIPR', 0x0c, [0, 0, 0, 0]],
  ['Sn_DPORT', 0x10, [0, 0]],
  ['Sn_MSSR', 0x12, [0, 0]],
  ['Sn_TOS', 0x15, [0]],
  ['Sn_TTL', 0x16, [0x80]],
  ['Sn_RXBUF_SIZE', 0x1e, [0x02]],
  ['Sn_TXBUF_SIZE', 0x1f, [0x02]],
  ['Sn_TX_FSR', 0x20, [0x08, 0x00]],
  ['Sn_TX_RD', 0x22, [0, 0]],
  ['Sn_TX_WR', 0x24, [0, 0]],
  ['Sn_RX_RSR', 0x26, [0, 0]],
  ['Sn_RX_RD', 0x28, [0, 0]],
  ['Sn_RX_WR', 0x2a, [0, 0]],
  ['Sn_IMR', 0x2c, [0xff]],
  ['Sn_FRAG', 0x2d, [0x40, 0x00]],
];
const SOCKET_ONLY: Readonly<Record<ChipName, readonly Row[]>> = {
  W5200: [['Sn_PROTO', 0x14, [0]]],
  W5500: [['Sn_KPALVTR', 0x2f, [0]]],
};
const COMMON: Readonly<Record<ChipName, readonly Row[]>> = { W5200: W5200_COMMON, W5500: W5500_COMMON };

/** Offsets between the registers, and the first beyond the last. */
const RESERVED: Readonly<Record<ChipName, { common: readonly number[]; socket: readonly number[] }>> = {
  W5200: {
    common: [0x13, 0x14, 0x1a, 0x1b, 0x20, 0x27, 0x2a, 0x2f, 0x32, 0x33, 0x37, 0x3fff],
    socket: [0x17, 0x1d, 0x2f, 0x30, 0xff],
  },
  W5500: { common: [0x2f, 0x38, 0x3a, 0xffff], socket: [0x14, 0x17, 0x1d, 0x30, 0xffff] },
};

const READ_ONLY: Readonly<Record<ChipName, { common: readonly number[]; socket: readonly number[] }>> = {
  W5200: { common: [0x1c, 0x1e, 0x1f, 0x34, 0x35], socket: [0x03, 0x20, 0x21, 0x22, 0x26, 0x2a] },
  W5500: { common: [0x17, 0x28, 0x2c, 0x39], socket: [0x03, 0x20, 0x21, 0x22, 0x26, 0x2a] },
};

describe.each(CHIPS)('%s registers', (name) => {
  const fresh = () => {
    const on = rig(name, { started: false });
    on.driver.powerUp();
    return on;
  };

  test.each(COMMON[name])('%s resets to its value', (_register, offset, bytes) => {
    const on = fresh();
    expect(on.driver.readCommonAt(offset, bytes.length)).toEqual(bytes);
    expect(on.violations()).toEqual([]);
  });

  test.each([...SOCKET, ...SOCKET_ONLY[name]])('%s resets to its value in all sockets', (_register, offset, bytes) => {
    const on = fresh();
    for (let n = 0; n < 8; n++) expect(on.driver.readSocketAt(n, offset, bytes.length)).toEqual(bytes);
    expect(on.violations()).toEqual([]);
  });

  test('both resets bring the values back', () => {
    for (const reset of ['RSTn', 'MR.RST'] as const) {
      const on = fresh();
      on.driver.setCommon('SIPR', 192, 168, 1, 20);
      on.driver.setSocket(3, 'PORT', 0x12, 0x34);
      if (reset === 'RSTn') on.driver.powerUp();
      else {
        on.driver.setCommon('MR', 0x80);
        expect(on.driver.common('MR')).toBe(0x80);
        on.wait(1_000_000);
      }
      expect([on.driver.common('MR'), on.driver.common('SIPR', 4), on.driver.socket(3, 'PORT', 2)]).toEqual([0, 0, 0]);
      expect(on.violations()).toEqual([]);
    }
  });

  test.each(RESERVED[name].common)('common offset %i is reserved', (offset) => {
    const on = fresh();
    expect(on.driver.readCommonAt(offset)).toEqual([0]);
    on.driver.writeCommonAt(offset, [1]);
    expect(on.violations()).toEqual(['register/reserved', 'register/reserved']);
  });

  test.each(RESERVED[name].socket)('socket offset %i is reserved', (offset) => {
    const on = fresh();
    on.driver.readSocketAt(0, offset, 1);
    on.driver.writeSocketAt(0, offset, [1]);
    expect(on.violations()).toEqual(['register/reserved', 'register/reserved']);
  });

  test('read-only registers refuse writes', () => {
    const on = fresh();
    const before = READ_ONLY[name].socket.map((offset) => on.driver.readSocketAt(0, offset, 1));
    for (const offset of READ_ONLY[name].common) on.driver.writeCommonAt(offset, [0xaa]);
    for (const offset of READ_ONLY[name].socket) on.driver.writeSocketAt(0, offset, [0xaa]);
    const writes = READ_ONLY[name].common.length + READ_ONLY[name].socket.length;
    expect(on.violations()).toEqual(new Array(writes).fill('register/read-only'));
    expect(READ_ONLY[name].socket.map((offset) => on.driver.readSocketAt(0, offset, 1))).toEqual(before);
    expect(on.driver.common('VERSIONR')).toBe(name === 'W5200' ? 3 : 4);
  });

  test('the link bit follows the PHY', () => {
    const on = fresh();
    const bit = name === 'W5200' ? 0x20 : 0x01;
    expect(on.driver.common('PHY') & bit).toBe(bit);
    on.linkUp = false;
    expect(on.driver.common('PHY') & bit).toBe(0);
  });
});

test('the W5500’s PHY reset bit takes the link away until it is set again', () => {
  const on = rig('W5500');
  on.driver.setCommon('PHY', 0b0011_1000);
  expect(on.driver.common('PHY')).toBe(0b0011_1000);
  on.driver.setCommon('PHY', 0b1011_1000);
  expect(on.driver.common('PHY')).toBe(0b1011_1111);
  on.linkUp = false;
  on.driver.setCommon('PHY', 0xff);
  expect(on.driver.common('PHY')).toBe(0b1111_1000);
});
