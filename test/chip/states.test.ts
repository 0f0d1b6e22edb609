import { describe, expect, test } from 'vitest';
import { CHIPS, establish, exchanged, PEER_ISS, PEER_MAC, rig, S } from './rig.ts';
import {
  ARP_TO,
  asCommand,
  connect,
  expectTransition,
  fresh,
  IR,
  open,
  type Row,
  rst,
  SEQ,
  SR,
  silence,
  synrecv,
  synsent,
} from './transitions.ts';

const ROWS: readonly Row[] = [
  ['CLOSED, OPEN', { from: fresh, trigger: open, state: SR.INIT, ir: IR.NONE }],
  [
    'INIT, LISTEN',
    {
      from: (on) => {
        open(on);
        return undefined;
      },
      trigger: asCommand('LISTEN'),
      state: SR.LISTEN,
      ir: IR.NONE,
    },
  ],
  ['LISTEN, SYN', { from: fresh, trigger: synrecv, state: SR.SYNRECV, ir: IR.NONE, sends: 'syn,ack' }],
  [
    'SYNRECV, ACK',
    {
      from: synrecv,
      trigger: (on, next) => on.peer({ flags: ['ack'], seq: SEQ, ack: next }),
      state: SR.ESTABLISHED,
      ir: IR.CON,
    },
  ],
  ['SYNRECV, silence', { from: synrecv, trigger: silence, state: SR.CLOSED, ir: IR.TIMEOUT }],
  ['SYNRECV, RST', { from: synrecv, trigger: rst, state: SR.CLOSED, ir: IR.NONE }],
  ['INIT, CONNECT without ARP reply', { from: fresh, trigger: connect, state: -1, ir: IR.NONE }],
  [
    'ARP, silence',
    {
      from: fresh,
      trigger: (on) => {
        connect(on);
        on.wait(ARP_TO);
      },
      state: SR.CLOSED,
      ir: IR.TIMEOUT,
    },
  ],
  ['INIT, CONNECT with ARP reply', { from: fresh, trigger: synsent, state: SR.SYNSENT, ir: IR.NONE, sends: 'syn' }],
  [
    'SYNSENT, SYN/ACK',
    {
      from: synsent,
      trigger: (on, next) => on.peer({ flags: ['syn', 'ack'], seq: PEER_ISS, ack: next }),
      state: SR.ESTABLISHED,
      ir: IR.CON,
      sends: 'ack',
    },
  ],
  ['SYNSENT, silence', { from: synsent, trigger: silence, state: SR.CLOSED, ir: IR.TIMEOUT }],
  ['SYNSENT, RST', { from: synsent, trigger: rst, state: SR.CLOSED, ir: IR.NONE }],
];
describe.each(CHIPS)('%s transitions', (name) => {
  test.each(ROWS)('%s', (...row) => expectTransition(name, row));

  test('CLOSE sends nothing', () => {
    const on = rig(name);
    establish(on);
    const frames = on.sent.length;
    on.driver.command(0, 'CLOSE');
    on.wait(60 * S);
    expect(on.sent).toHaveLength(frames);
  });

  test('a closed socket can listen and connect again', () => {
    const on = rig(name);
    for (let round = 0; round < 3; round++) {
      establish(on);
      on.driver.command(0, 'CLOSE');
    }
    expect(on.violations()).toEqual([]);
  });

  test('socket-state events carry cause and peer', () => {
    const on = rig(name);
    const next = exchanged(on);
    on.peer({ flags: ['fin', 'ack'], seq: SEQ + 1, ack: next });
    const events = on.events.flatMap((event) => (event.kind === 'socket-state' ? [event] : []));
    const peer = '192.168.1.10:49152';
    expect(events).toEqual([
      { kind: 'socket-state', socket: 0, from: 'CLOSED', to: 'INIT', cause: 'command' },
      { kind: 'socket-state', socket: 0, from: 'INIT', to: 'LISTEN', cause: 'command' },
      { kind: 'socket-state', socket: 0, from: 'LISTEN', to: 'SYNRECV', cause: 'handshake', peer },
      { kind: 'socket-state', socket: 0, from: 'SYNRECV', to: 'ESTABLISHED', cause: 'handshake', peer },
      { kind: 'socket-state', socket: 0, from: 'ESTABLISHED', to: 'CLOSE_WAIT', cause: 'fin', peer },
    ]);
  });

  test('the server’s socket learns the peer’s addresses from the SYN', () => {
    const on = rig(name);
    establish(on);
    expect(on.driver.readSocketAt(0, 0x06, 12)).toEqual([...PEER_MAC, 192, 168, 1, 10, 0xc0, 0x00]);
  });
});
