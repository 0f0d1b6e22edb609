import { describe, expect, test } from 'vitest';
import { COMMAND, type CommandName } from './addresses.ts';
import { CHIPS, establish, listen, PEER_ISS, type Rig, rig } from './rig.ts';
import { openUdp } from './udp-rig.ts';

const fresh = (): void => {};
const connected = (on: Rig): void => void establish(on);
const init = (on: Rig): void => {
  on.driver.setSocket(0, 'MR', 0x01);
  on.driver.command(0, 'OPEN');
};
const udp = (on: Rig): void => openUdp(on);
const listening = (on: Rig): void => listen(on);
const closeWait = (on: Rig): void => {
  const next = establish(on);
  on.peer({ flags: ['fin', 'ack'], seq: PEER_ISS + 1, ack: next });
  on.driver.socket(0, 'SR');
};

/** Which commands are not allowed where (Sn_CR); a state is reached and, as a host would, read. */
const WRONG_STATE: readonly (readonly [state: string, reach: (on: Rig) => void, commands: readonly CommandName[]])[] = [
  ['CLOSED', fresh, ['LISTEN', 'CONNECT', 'DISCON', 'SEND', 'SEND_MAC', 'SEND_KEEP', 'RECV']],
  ['INIT', init, ['OPEN', 'DISCON', 'SEND', 'SEND_KEEP', 'RECV']],
  ['LISTEN', listening, ['OPEN', 'LISTEN', 'CONNECT', 'DISCON', 'SEND', 'SEND_KEEP', 'RECV']],
  ['ESTABLISHED', connected, ['OPEN', 'LISTEN', 'CONNECT', 'SEND_MAC']],
  ['CLOSE_WAIT', closeWait, ['OPEN', 'LISTEN', 'CONNECT', 'SEND_KEEP']],
  ['UDP', udp, ['OPEN', 'LISTEN', 'CONNECT', 'DISCON', 'SEND_KEEP']],
];

type Row = readonly [name: string, act: (on: Rig) => void, rules: readonly string[]];

const ROWS: readonly Row[] = [
  [
    'Sn_CR written before it reads 0',
    (on) => {
      on.driver.setSocket(0, 'MR', 0x01);
      on.driver.setSocket(0, 'CR', COMMAND.OPEN);
      on.driver.setSocket(0, 'CR', COMMAND.LISTEN);
    },
    ['command/busy'],
  ],
  ['an unknown command', (on) => on.driver.setSocket(0, 'CR', 0x03), ['command/unknown']],
  [
    'a command of PPPoE',
    (on) => {
      on.driver.setSocket(0, 'CR', 0x23);
      on.wait(10_000);
    },
    ['not-modelled'],
  ],
  ...[0x00, 0x03, 0x04].map(
    (mode): Row => [
      `OPEN with protocol ${mode}`,
      (on) => {
        on.driver.setSocket(0, 'MR', mode);
        on.driver.command(0, 'OPEN');
      },
      ['not-modelled'],
    ],
  ),
  [
    'SEND of more than Sn_TX_FSR',
    (on) => {
      connected(on);
      const pointer = (on.driver.socket(0, 'TX_WR', 2) + 2049) & 0xffff;
      on.driver.setSocket(0, 'TX_WR', pointer >> 8, pointer & 0xff);
      on.driver.command(0, 'SEND');
    },
    ['buffer/tx-overflow'],
  ],
  [
    'SEND of exactly Sn_TX_FSR',
    (on) => {
      connected(on);
      on.driver.send(0, new Array(2048).fill(1));
    },
    [],
  ],
  [
    'RX_RD one beyond RX_WR',
    (on) => {
      connected(on);
      const pointer = (on.driver.socket(0, 'RX_RD', 2) + 1) & 0xffff;
      on.driver.setSocket(0, 'RX_RD', pointer >> 8, pointer & 0xff);
      on.driver.command(0, 'RECV');
    },
    ['buffer/rx-rd-beyond'],
  ],
  [
    'SEND before SENDOK of the last',
    (on) => {
      connected(on);
      on.driver.send(0, [1]);
      on.driver.send(0, [2]);
    },
    ['command/overlap'],
  ],
  [
    'SEND_KEEP before SENDOK',
    (on) => {
      connected(on);
      on.driver.send(0, [1]);
      on.driver.command(0, 'SEND_KEEP');
    },
    ['command/overlap'],
  ],
  ['a buffer of 3 KiB', (on) => on.driver.setSocket(0, 'TXBUF_SIZE', 3), ['buffer/size']],
  [
    'a buffer resized after OPEN',
    (on) => {
      init(on);
      on.driver.setSocket(0, 'RXBUF_SIZE', 1);
    },
    ['buffer/size'],
  ],
  [
    'OPEN without memory',
    (on) => {
      on.driver.setSocket(0, 'TXBUF_SIZE', 0);
      init(on);
    },
    ['buffer/size'],
  ],
  [
    'OPEN with more than 16 KiB in all',
    (on) => {
      on.driver.setSocket(7, 'RXBUF_SIZE', 4);
      init(on);
    },
    ['buffer/size'],
  ],
  ['MR.PPPoE, written and read back', (on) => void [on.driver.setCommon('MR', 0x08), on.driver.common('MR')], []],
  [
    'OPEN with MR.PPPoE',
    (on) => {
      on.driver.setCommon('MR', 0x08);
      init(on);
    },
    ['not-modelled'],
  ],
  ['MR.WOL', (on) => on.driver.setCommon('MR', 0x20), ['not-modelled']],
  ['one violation of a kind in a frame', (on) => void on.driver.readSocketAt(0, 0x17, 7), ['register/reserved']],
];

describe.each(CHIPS)('%s', (name) => {
  for (const [state, reach, commands] of WRONG_STATE) {
    test.each(commands)(`${state}: %s is a violation and changes nothing`, (command) => {
      const on = rig(name);
      reach(on);
      const before = on.driver.socket(0, 'SR');
      const frames = on.sent.length;
      on.driver.command(0, command);
      expect(on.violations()).toEqual(['command/state']);
      expect([on.driver.socket(0, 'SR'), on.sent.length]).toEqual([before, frames]);
    });
  }

  test.each(ROWS)('%s', (_name, act, rules) => {
    const on = rig(name);
    act(on);
    expect(on.violations()).toEqual(rules);
  });
});

test('W5200: INTLEVEL other than 0 is refused, its unit being unknown', () => {
  const on = rig('W5200');
  on.driver.setCommon('INTLEVEL', 0, 0);
  expect(on.violations()).toEqual([]);
  on.driver.setCommon('INTLEVEL', 0, 1);
  expect(on.violations()).toEqual(['not-modelled']);
});
