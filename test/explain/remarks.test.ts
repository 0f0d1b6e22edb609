import { describe, expect, test } from 'vitest';
import { remarkText, warningText } from '../../generator/explain/remarks.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { type Changes, periods, server, specWith } from '../plan/spec.ts';

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
  expect(warnings.map(warningText)).toEqual([
    expect.stringMatching(/^A peer that .* never sends data is never probed/),
  ]);
  expect(remarks).toEqual([{ key: 'shared-retransmission', transmissions: 4, tcpTimeoutMs: 3000 }]);
  expect(remarks.map(remarkText)).toEqual([expect.stringContaining('The chip sends a segment up to 4 times in 3 s.')]);
});

describe('said when it applies, and only then', () => {
  const cases: readonly (readonly [name: string, text: string, applies: Changes, not: Changes])[] = [
    [
      'one socket on a port',
      'Port 5000 accepts one client at a time. After a client dies, other clients are refused for up to 18.014 s.',
      { ...quiet, sockets: [server({})] },
      quiet,
    ],
    [
      'hasty timeout',
      'if the network is interrupted for 0.075 s',
      { ...quiet, retransmission: { timeoutMs: 5, count: 3 } },
      quiet,
    ],
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
      'INTn is not wired: the firmware polls the chip over SPI, each socket every 16 ms.',
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

describe('a hold that is longer than KA_SEND_PERIOD', () => {
  const warningsOf = (changes: Changes): string => planOf(specWith(changes)).warnings.map(warningText).join('\n');

  // Two sockets: a poll of 31 ms. 31.8 s with 2.505 % are 32.597 s, 2 ms and a poll come on top.
  test('is warned of, with the count that avoids it', () => {
    const text = warningsOf(patient);
    expect(text).toContain('Probes are sent every 32.63 s, not every KA_SEND_PERIOD of 5 s');
    expect(text).toContain('With retransmission.count 3 (TCP timeout 3 s) probes are sent every KA_SEND_PERIOD.');
  });

  test('the sockets are named where others are not held', () => {
    const slow = server({ port: 6000, keepalive: periods({ NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 60 }) });
    expect(warningsOf({ ...patient, sockets: [server({}), slow] })).toContain('On socket 0: probes are sent every');
  });

  test('a period as long as the hold is not held', () => {
    const [no, ka] = [1, 3];
    const of = (timeoutMs: number) =>
      warningsOf({
        sockets: [server({ keepalive: periods({ NO_DATA_PERIOD: no, KA_SEND_PERIOD: ka }) })],
        retransmission: { timeoutMs, count: 3 },
      });
    // One socket: 15 x 194 ms = 2910 ms, 2983 ms with 2.505 %, and 16 ms more; 194.1 ms make 2985 ms of it.
    expect(of(194)).not.toContain('sent every');
    expect(of(194.1)).toContain('sent every 3.001 s');
  });

  test('no count is advised when even one repetition is too long', () => {
    const text = warningsOf({ ...quiet, retransmission: { timeoutMs: 6000, count: 2 } });
    expect(text).toContain('sent every');
    expect(text).not.toContain('With retransmission.count');
  });

  test("the chip's own timer is not held, and warned of where it is too short", () => {
    const of = (NO_DATA_PERIOD: number) =>
      warningsOf({
        sockets: [server({ keepalive: periods({ by: 'chip', NO_DATA_PERIOD, KA_SEND_PERIOD: NO_DATA_PERIOD }) })],
        retransmission: { timeoutMs: 200, count: 4 }, // 6.2 s
      });
    expect(of(5)).toContain("The chip's own timer has a period of 5 s");
    expect(of(10)).not.toContain("The chip's own timer");
  });
});
