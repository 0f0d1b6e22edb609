import { describe, expect, test } from 'vitest';
import { changedDefaults } from '../../generator/firmware/defaults.ts';
import { parseSpec } from '../../generator/input/index.ts';

const LEAST = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };
const BOTH = [
  { pointer: '/retransmission/count', was: 8, now: 3 },
  { pointer: '/sendTimeoutS', was: null, now: 120 },
];

test('the values of today are those that a spec gets', () => {
  const spec = parseSpec(JSON.stringify(LEAST), { defaultName: 'door' });
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
  const { retransmission, sockets } = spec.value;
  expect([retransmission.count, sockets[0]?.sendTimeoutS]).toEqual([3, 120]);
});

describe('what changed since a version', () => {
  test.each([
    ['0.1.0', BOTH],
    ['0.2.0', BOTH],
    ['0.2.11', BOTH],
    ['0.3.0-rc.1', []],
    ['0.3.0', []],
    ['0.10.0', []],
    ['1.0.0', []],
  ])('%s', (version, changed) => expect(changedDefaults(version, [], 1)).toEqual(changed));

  test.each([
    ['the count is given', ['/retransmission', '/retransmission/count'], ['/sendTimeoutS']],
    [
      'only its neighbour is given',
      ['/retransmission', '/retransmission/timeoutMs'],
      ['/retransmission/count', '/sendTimeoutS'],
    ],
    ['the top level has the key', ['/sendTimeoutS'], ['/retransmission/count']],
    [
      'each socket has it',
      ['/sockets', '/sockets/0/sendTimeoutS', '/sockets/1/sendTimeoutS'],
      ['/retransmission/count'],
    ],
    ['one socket has it not', ['/sockets', '/sockets/1/sendTimeoutS'], ['/retransmission/count', '/sendTimeoutS']],
  ])('%s', (_name, given, pointers) => {
    expect(changedDefaults('0.2.0', given, 2).map(({ pointer }) => pointer)).toEqual(pointers);
  });
});
