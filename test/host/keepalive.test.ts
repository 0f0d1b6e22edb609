import { describe, expect, test } from 'vitest';
import { LINUX_KEEPALIVE, NODE_KEEPALIVE } from '../../simulator/host/config.ts';
import { hex } from '../hex.ts';
import { connectedPair } from './pair.ts';
import { establishedRawSide } from './raw.ts';

const MS = 1_000_000;
const S = 1000 * MS;
/** SND.NXT − 1 and no octet (RFC 1122 section 4.2.3.6); SND.NXT is 101, RCV.NXT 301. */
const PROBE = '[ACK] seq=100 ack=301 len=0 win=8192';
const RST = '[RST,ACK] seq=101 ack=301 len=0 win=0';

// ip-sysctl: tcp_keepalive_time 7200, tcp_keepalive_intvl 75, tcp_keepalive_probes 9. Node.js documents TCP_KEEPINTVL=1
// and TCP_KEEPCNT=10 beside a delay of the caller's choice.
describe.each([
  ['Linux', LINUX_KEEPALIVE, { idleS: 7200, intervalS: 75, probes: 9 }],
  ['Node', NODE_KEEPALIVE, { idleS: 1, intervalS: 1, probes: 10 }],
])('SO_KEEPALIVE with the defaults of %s', (_name, keepalive, { idleS, intervalS, probes }) => {
  /** The latest segment was heard at `heardNs`. */
  const side = () => {
    const made = establishedRawSide({ tcp: { keepalive } });
    return { ...made, heardNs: made.clock.nowNs - 1 };
  };

  test('the first probe leaves when the idle time is over, and not a nanosecond before', () => {
    const { clock, answers, heardNs } = side();
    clock.advanceTo(heardNs + idleS * S);
    expect(answers()).toEqual([]);
    clock.advanceTo(heardNs + idleS * S + 1);
    expect(answers()).toEqual([PROBE]);
  });

  test('unanswered ones follow at the interval; one interval after the last one it resets and gives up', () => {
    const { clock, answers, heardNs, connection, noticed } = side();
    const lastNs = heardNs + (idleS + (probes - 1) * intervalS) * S;
    clock.advanceTo(lastNs + 1);
    expect(answers()).toEqual(Array(probes).fill(PROBE));
    clock.advanceTo(lastNs + intervalS * S - 1);
    expect(answers()).toEqual([]);
    expect(connection.state).toBe('ESTABLISHED');
    clock.advanceTo(lastNs + intervalS * S + 1);
    expect(answers()).toEqual([RST]);
    expect(connection.state).toBe('CLOSED');
    expect(noticed).toEqual(['connected', 'timeout']);
    clock.advanceTo(lastNs + 100 * idleS * S);
    expect(answers()).toEqual([]);
  });

  test('an answer to the last one at the last moment begins everything anew', () => {
    const { clock, answers, send, heardNs, connection } = side();
    const givenUpNs = heardNs + (idleS + probes * intervalS) * S;
    clock.advanceTo(givenUpNs - 2);
    answers();
    send({ seq: 301, ack: 101, flags: ['ack'] });
    const answeredNs = givenUpNs - 1;
    clock.advanceTo(answeredNs + idleS * S);
    expect(answers()).toEqual([]);
    clock.advanceTo(answeredNs + idleS * S + 1);
    expect(answers()).toEqual([PROBE]);
    expect(connection.state).toBe('ESTABLISHED');
  });

  test('data begins the idle time anew', () => {
    const { clock, answers, send, heardNs } = side();
    clock.advanceTo(heardNs + (idleS * S) / 2);
    send({ seq: 301, ack: 101, flags: ['ack'], payload: hex('a1') });
    const dataNs = clock.nowNs - 1;
    clock.advanceTo(dataNs + idleS * S);
    expect(answers()).toEqual([]);
    clock.advanceTo(dataNs + idleS * S + 1);
    expect(answers()).toEqual(['[ACK] seq=100 ack=302 len=0 win=8192']);
  });
});

test('no probe while data is under way: its own repetitions run', () => {
  const { connection, answers, run } = establishedRawSide({ tcp: { keepalive: NODE_KEEPALIVE, minRtoNs: 4 * S } });
  run(S / 2);
  connection.send(hex('a1'));
  const data = '[PSH,ACK] seq=101 ack=301 len=1 win=8192';
  run(3 * S);
  expect(answers()).toEqual([data]);
  run(2 * S);
  expect(answers()).toEqual([data]);
});

test('without SO_KEEPALIVE there is none in a day', () => {
  const { answers, run } = establishedRawSide();
  run(86_400 * S);
  expect(answers()).toEqual([]);
});

test('two hosts that probe each other live on, and bytes still pass', () => {
  const keepalive = NODE_KEEPALIVE;
  const { near, far, run, noticed } = connectedPair({ server: { keepalive }, client: { keepalive } });
  run(60 * S);
  near.send(hex('a1'));
  run(10 * MS);
  expect(far.received).toEqual(hex('a1'));
  expect(noticed()).not.toContain('server timeout');
});

describe('a kernel that answers only some probes', () => {
  const ANSWER = '[ACK] seq=101 ack=301 len=0 win=8192';
  const withOctet = { seq: 300, ack: 101, flags: ['ack'], payload: hex('00') } as const;
  const empty = { seq: 300, ack: 101, flags: ['ack'] } as const;

  test.each([
    ['with-octet', [ANSWER], []],
    ['empty', [], [ANSWER]],
    ['all', [ANSWER], [ANSWER]],
  ] as const)('%s', (answersProbes, toOctet, toEmpty) => {
    const { send } = establishedRawSide({ tcp: { answersProbes } });
    expect(send(withOctet)).toEqual(toOctet);
    expect(send(empty)).toEqual(toEmpty);
    expect(send({ ...withOctet, seq: 299, payload: hex('0000') })).toEqual([ANSWER]);
    expect(send({ seq: 301, ack: 101, flags: ['ack'], payload: hex('a1') })).toHaveLength(1);
  });
});

test('an application that does not read is told when its window has shut, once', () => {
  const { connection, send } = establishedRawSide({ tcp: { receiveBufferBytes: 3 } });
  let shut = 0;
  connection.onWindowShut = () => shut++;
  connection.autoRead = false;
  send({ seq: 301, ack: 101, flags: ['ack'], payload: hex('a1a2') });
  expect(shut).toBe(0);
  send({ seq: 303, ack: 101, flags: ['ack'], payload: hex('a3') });
  send({ seq: 304, ack: 101, flags: ['ack'], payload: hex('a4') });
  expect(shut).toBe(1);
});
