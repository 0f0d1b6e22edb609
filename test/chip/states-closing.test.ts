import { describe, test } from 'vitest';
import { CHIPS, listen, MS } from './rig.ts';
import {
  ack,
  asCommand,
  closeWait,
  established,
  expectTransition,
  fin,
  finWait,
  IR,
  type Row,
  rst,
  SEQ,
  SR,
  silence,
} from './transitions.ts';

const ROWS: readonly Row[] = [
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
  test.each(ROWS)('%s', (...row) => expectTransition(name, row));
});
