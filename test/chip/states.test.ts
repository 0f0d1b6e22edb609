import { describe, expect, test } from 'vitest';
import { CHIPS, establish, exchanged, lastSegment, listen, MS, PEER_ISS, PEER_MAC, type Rig, rig, S } from './rig.ts';

/** Sn_SR and Sn_IR codes of the datasheets. */
const SR = {
  CLOSED: 0x00,
  ARP: 0x01,
  INIT: 0x13,
  LISTEN: 0x14,
  SYNSENT: 0x15,
  SYNRECV: 0x16,
  ESTABLISHED: 0x17,
  FIN_WAIT: 0x18,
  CLOSING: 0x1a,
  TIME_WAIT: 0x1b,
  CLOSE_WAIT: 0x1c,
  LAST_ACK: 0x1d,
} as const;
const IR = { NONE: 0, CON: 0x01, DISCON: 0x02, RECV: 0x04, TIMEOUT: 0x08, SENDOK: 0x10 } as const;
/** RTR = 200 ms and RCR = 8: TCP_TO 31.8 s, ARP_TO 1.8 s. */
const TCP_TO = 31_800 * MS;
const ARP_TO = 1_800 * MS;

const SEQ = PEER_ISS + 1;

function clearIr(on: Rig): void {
  on.driver.setSocket(0, 'IR', 0xff);
}

function open(on: Rig): void {
  on.driver.setSocket(0, 'MR', 0x21);
  on.driver.setSocket(0, 'PORT', 0x13, 0x88);
  on.driver.command(0, 'OPEN');
}

function synrecv(on: Rig): number {
  listen(on);
  on.peer({ flags: ['syn'], seq: PEER_ISS, mss: 1460 });
  return (lastSegment(on).seq + 1) >>> 0;
}

function connect(on: Rig): void {
  open(on);
  on.driver.setSocket(0, 'DIPR', 192, 168, 1, 10);
  on.driver.setSocket(0, 'DPORT', 0xc0, 0x00);
  on.driver.command(0, 'CONNECT');
}

/** ARP reply from 192.168.1.10 to the device (RFC 826). */
const ARP_REPLY = Uint8Array.from([
  ...[0x00, 0x08, 0xdc, 0x01, 0x02, 0x03, ...PEER_MAC, 0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 2],
  ...[...PEER_MAC, 192, 168, 1, 10, 0x00, 0x08, 0xdc, 0x01, 0x02, 0x03, 192, 168, 1, 20],
  ...new Array(18).fill(0),
]);

function synsent(on: Rig): number {
  connect(on);
  on.inject(ARP_REPLY);
  return (lastSegment(on).seq + 1) >>> 0;
}

function closeWait(on: Rig): number {
  const next = establish(on);
  on.peer({ flags: ['fin', 'ack'], seq: SEQ, ack: next });
  clearIr(on);
  return next;
}

function finWait(on: Rig): number {
  const next = establish(on);
  clearIr(on);
  on.driver.command(0, 'DISCON');
  return next;
}

type Row = readonly [
  name: string,
  row: {
    /** Brings the socket to its state; returns SND.NXT where there is a connection. */
    readonly from: (on: Rig) => number | undefined;
    readonly trigger: (on: Rig, next: number) => void;
    readonly state: number;
    readonly ir: number;
    /** What the chip sends last, if the row says. */
    readonly sends?: string;
  },
];

const fresh = (): undefined => undefined;
const established = (on: Rig): number => {
  const next = establish(on);
  clearIr(on);
  return next;
};
const rst = (on: Rig, next: number): void => on.peer({ flags: ['rst', 'ack'], seq: SEQ, ack: next });
const ack = (on: Rig, next: number): void => on.peer({ flags: ['ack'], seq: SEQ, ack: next + 1 });
const fin = (on: Rig, next: number): void => on.peer({ flags: ['fin', 'ack'], seq: SEQ, ack: next });
const silence = (on: Rig): void => on.wait(TCP_TO + 20_000);
const asCommand = (name: 'DISCON' | 'CLOSE' | 'LISTEN') => (on: Rig) => on.driver.command(0, name);

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
  ['ESTABLISHED, FIN', { from: established, trigger: fin, state: SR.CLOSE_WAIT, ir: IR.DISCON, sends: 'ack' }],
  [
    'ESTABLISHED, DISCON',
    { from: established, trigger: asCommand('DISCON'), state: SR.FIN_WAIT, ir: IR.NONE, sends: 'fin,ack' },
  ],
  [
    'FIN_WAIT, FIN without ACK of ours',
    { from: finWait, trigger: fin, state: SR.CLOSING, ir: IR.DISCON, sends: 'ack' },
  ],
  [
    'CLOSING, ACK',
    {
      from: finWait,
      trigger: (on, next) => {
        fin(on, next);
        on.peer({ flags: ['ack'], seq: SEQ + 1, ack: next + 1 });
      },
      state: SR.TIME_WAIT,
      ir: IR.DISCON,
    },
  ],
  [
    'FIN_WAIT, ACK and FIN',
    {
      from: finWait,
      trigger: (on, next) => on.peer({ flags: ['fin', 'ack'], seq: SEQ, ack: next + 1 }),
      state: SR.TIME_WAIT,
      ir: IR.DISCON,
      sends: 'ack',
    },
  ],
  [
    'TIME_WAIT, its time',
    {
      from: finWait,
      trigger: (on, next) => {
        on.peer({ flags: ['fin', 'ack'], seq: SEQ, ack: next + 1 });
        on.wait(200 * MS);
      },
      state: SR.CLOSED,
      ir: IR.DISCON,
    },
  ],
  ['FIN_WAIT, ACK alone', { from: finWait, trigger: ack, state: SR.FIN_WAIT, ir: IR.NONE }],
  [
    'FIN_WAIT, ACK alone, then silence',
    {
      from: finWait,
      trigger: (on, next) => {
        ack(on, next);
        silence(on);
      },
      state: SR.CLOSED,
      ir: IR.TIMEOUT,
    },
  ],
  ['FIN_WAIT, silence', { from: finWait, trigger: silence, state: SR.CLOSED, ir: IR.TIMEOUT }],
  [
    'CLOSING, silence',
    {
      from: finWait,
      trigger: (on, next) => {
        fin(on, next);
        silence(on);
      },
      state: SR.CLOSED,
      ir: IR.DISCON | IR.TIMEOUT,
    },
  ],
  [
    'CLOSE_WAIT, DISCON',
    { from: closeWait, trigger: asCommand('DISCON'), state: SR.LAST_ACK, ir: IR.NONE, sends: 'fin,ack' },
  ],
  [
    'LAST_ACK, ACK',
    {
      from: closeWait,
      trigger: (on, next) => {
        on.driver.command(0, 'DISCON');
        on.peer({ flags: ['ack'], seq: SEQ + 1, ack: next + 1 });
      },
      state: SR.CLOSED,
      ir: IR.NONE,
    },
  ],
  [
    'LAST_ACK, silence',
    {
      from: closeWait,
      trigger: (on) => {
        on.driver.command(0, 'DISCON');
        silence(on);
      },
      state: SR.CLOSED,
      ir: IR.TIMEOUT,
    },
  ],
  [
    'ESTABLISHED, data unacknowledged',
    {
      from: established,
      trigger: (on) => {
        on.driver.send(0, [1]);
        silence(on);
      },
      state: SR.CLOSED,
      ir: IR.TIMEOUT,
    },
  ],
  [
    'CLOSE_WAIT, data unacknowledged',
    {
      from: closeWait,
      trigger: (on) => {
        on.driver.send(0, [1]);
        silence(on);
      },
      state: SR.CLOSED,
      ir: IR.TIMEOUT,
    },
  ],
  ['ESTABLISHED, RST', { from: established, trigger: rst, state: SR.CLOSED, ir: IR.NONE }],
  [
    'CLOSE_WAIT, RST',
    { from: closeWait, trigger: (on) => on.peer({ flags: ['rst'], seq: SEQ + 1 }), state: SR.CLOSED, ir: IR.NONE },
  ],
  ['FIN_WAIT, RST', { from: finWait, trigger: rst, state: SR.CLOSED, ir: IR.NONE }],
  ['LISTEN, CLOSE', { from: (on) => void listen(on), trigger: asCommand('CLOSE'), state: SR.CLOSED, ir: IR.NONE }],
  ['ESTABLISHED, CLOSE', { from: established, trigger: asCommand('CLOSE'), state: SR.CLOSED, ir: IR.NONE }],
  ['CLOSE_WAIT, CLOSE', { from: closeWait, trigger: asCommand('CLOSE'), state: SR.CLOSED, ir: IR.NONE }],
];

describe.each(CHIPS)('%s transitions', (name) => {
  test.each(ROWS)('%s', (_name, row) => {
    const on = rig(name);
    const next = row.from(on) ?? 0;
    row.trigger(on, next);
    // During ARP the W5200 shows a state of its own, the W5500 still INIT.
    const state = row.state === -1 ? (name === 'W5200' ? SR.ARP : SR.INIT) : row.state;
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR')]).toEqual([state, row.ir]);
    if (row.sends !== undefined) expect(lastSegment(on).flags).toBe(row.sends);
    expect(on.violations()).toEqual([]);
  });

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
