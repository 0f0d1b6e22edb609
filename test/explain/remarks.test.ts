import { describe, expect, test } from 'vitest';
import { remarkText, warningText } from '../../generator/explain/remarks.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { type Changes, server, specWith } from '../plan/spec.ts';

const remarksOf = (changes: Changes): string => planOf(specWith(changes)).remarks.map(remarkText).join('\n');
/** What detects a silent client beside probes. */
const KEYS = ['primer', 'idle', 'heartbeat.send', 'heartbeat.expect', 'ask'];
const two = [server({ count: 2 })];
/** Nothing to remark but what holds for every spec. */
const quiet: Changes = { sockets: two };
/** The chips' own retransmission, 31.8 s. */
const patient: Changes = { retransmission: { timeoutMs: 200, count: 8 }, sockets: two };

test('what holds for every spec', () => {
  const { warnings, remarks } = planOf(specWith(quiet));
  expect(warnings).toEqual([{ key: 'silent-client', sockets: null, keys: KEYS }]);
  expect(warnings.map(warningText)).toEqual([expect.stringMatching(/^A peer that .* never sends is never probed/)]);
  expect(remarks).toEqual([{ key: 'shared-retransmission', transmissions: 4, tcpTimeoutMs: 3000 }]);
  expect(remarks.map(remarkText)).toEqual([expect.stringContaining('each segment is sent 4 times within 3000 ms')]);
});

describe('said when it applies, and only then', () => {
  const cases: readonly (readonly [name: string, text: string, applies: Changes, not: Changes])[] = [
    [
      'one socket on a port',
      'One client at a time on port 5000: while a dead one holds the socket, for up to 18014 ms',
      { ...quiet, sockets: [server({})] },
      quiet,
    ],
    ['probes overlap', 'KA_SEND_PERIOD is not longer than the TCP timeout of 31800 ms', patient, quiet],
    ['a count that would not', 'With retransmission count 3 it would be 3000 ms.', patient, quiet],
    [
      'timeout equal to the period',
      'not longer',
      { ...quiet, keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 3 } },
      { ...quiet, keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 4 } },
    ],
    ['hasty timeout', 'out of reach for 75 ms', { ...quiet, retransmission: { timeoutMs: 5, count: 3 } }, quiet],
    [
      'HSI',
      'HSI is trimmed',
      { ...quiet, clock: { source: 'HSI', sysclkHz: 64_000_000 }, timer: { prescaler: 63 } },
      quiet,
    ],
    [
      'library',
      'SystemInit of your library copy sets the clock and must make 72000000 Hz',
      { ...quiet, platform: 'spl' },
      quiet,
    ],
    [
      'no INTn',
      'INTn is not wired: the chip is asked over SPI, each socket every 16 ms.',
      { ...quiet, wiring: { interrupt: null } },
      quiet,
    ],
    [
      'slow SPI',
      'SPI runs at 4000000 Hz although 18000000 Hz were allowed',
      { ...quiet, clock: { sysclkHz: 8_000_000 }, timer: { prescaler: 7 } },
      quiet,
    ],
    ['BOOT1', 'PB2 (reset) is BOOT1', { ...quiet, wiring: { reset: 'PB2' } }, quiet],
    ['JTAG', 'PB3 (cs) is a JTAG pin', { ...quiet, wiring: { cs: 'PB3' } }, quiet],
    ['backup supply', 'PC13 (reset) is on the backup supply', { ...quiet, wiring: { reset: 'PC13' } }, quiet],
    [
      'crystal pads',
      'PD0 (cs) shares its pad',
      { ...quiet, wiring: { cs: 'PD0' } },
      { ...quiet, part: 'STM32F103VE', wiring: { cs: 'PD0' } },
    ],
  ];

  test.each(cases)('%s', (_name, text, applies, not) => {
    expect(remarksOf(applies)).toContain(text);
    expect(remarksOf(not)).not.toContain(text);
  });
});

test('a warning names the sockets when it does not hold for all', () => {
  const idle = { closeAfterS: 60, checkEveryS: 1 };
  const { warnings } = planOf(specWith({ sockets: [server({ port: 1 }), server({ port: 2, idle })] }));
  expect(warnings).toEqual([{ key: 'silent-client', sockets: [0], keys: KEYS }]);
  expect(warnings.map(warningText)).toEqual([expect.stringMatching(/^On socket 0: a peer that connects/)]);
});

test('no count is advised when even one repetition is too long', () => {
  const remarks = remarksOf({ ...quiet, retransmission: { timeoutMs: 6000, count: 2 } });
  expect(remarks).toContain('not longer');
  expect(remarks).not.toContain('With retransmission count');
});
