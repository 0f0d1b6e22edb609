import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conclude } from '../../peer/chip-check/report/conclude.ts';
import { crc32, parseReport, ReportError } from '../../peer/chip-check/report/lines.ts';
import { fidelityBlock, findingsJson, findingsText } from '../../peer/chip-check/report/words.ts';

/** The check value that catalogues of CRCs give for CRC-32. */
test('the CRC is that of Ethernet and ZIP', () => {
  expect(crc32('123456789')).toBe(0xcbf4_3926);
});

const HEAD = 'keepwire chip-check 1 W5500 spec=door-chip-check keepwire=0.3.0';
const CHECKS = [
  'check=soft-reset turns=1 turn_ns=5081',
  'check=send-timeout closed_ms=1501 ir=0x09',
  'check=latched-timeout closed_ms=1501 ir=0x09',
  'check=probe-timeout open_ms=6000 ir=0x01',
  'check=probe-twice open_ms=6000 ir=0x01',
  'check=partial-send sends=5 size=1900 moved=593 sendok=0',
  'check=synrecv-reset skipped=too-slow',
  'check=peer-reset ir=0x07 left=10',
];

/** With the end that fits. */
function reportOf(checks: readonly string[], head = HEAD): string {
  const text = [head, ...checks].map((line) => `${line}\n`).join('');
  const crc = crc32(text).toString(16).toUpperCase().padStart(8, '0');
  return `${text}keepwire chip-check end checks=${checks.length} crc32=0x${crc}\n`;
}

const refusal = (text: string): string => {
  try {
    conclude(parseReport(text));
  } catch (error) {
    if (error instanceof ReportError) return `${error.line}: ${error.message}`;
    throw error;
  }
  return 'accepted';
};

describe('a report', () => {
  const found = conclude(parseReport(reportOf(CHECKS)));

  test.each([
    ['retransmissions', 'rcr'],
    ['retransmissionLatch', 'open'],
    ['partialSend', 'whole'],
    ['disconOnRst', true],
    ['rxAfterClosed', 'kept'],
    ['softResetNs', 10_000],
  ] as const)('gives %s the value %s', (name, value) => {
    expect(found[name]).toMatchObject({ value });
  });

  test.each([
    ['sendKeepWhileProbing', /SEND_KEEP to a silent peer did not end the connection/],
    ['synrecvRst', /too slow/],
    ['finWait', /no line check=fin-wait/],
  ] as const)('says why it does not tell %s', (name, why) => {
    expect(found[name]).toEqual({ notMeasured: expect.stringMatching(why) });
  });

  test('does not guess where a measurement fits no behaviour', () => {
    const odd = conclude(parseReport(reportOf(['check=send-timeout closed_ms=1900 ir=0x09'])));
    expect(odd.retransmissions).toEqual({ notMeasured: expect.stringContaining('closed_ms=1900') });
  });

  test('is found in the log of a terminal, the last one of several', () => {
    const older = reportOf(['check=send-timeout closed_ms=2301 ir=0x09']);
    const log = `boot\r\n${older.replaceAll('\n', '\r\n')}garbage \u0007\r\n${reportOf(CHECKS).replaceAll('\n', '\r\n')}$ `;
    expect(conclude(parseReport(log)).retransmissions).toMatchObject({ value: 'rcr' });
  });

  test('as text, as JSON and as a table of the ledger', () => {
    const report = parseReport(reportOf(CHECKS));
    expect(findingsText(report, found)).toContain('retransmissionLatch             open');
    expect(findingsJson(report, found)).toMatchObject({
      chip: 'W5500',
      switches: { retransmissionLatch: 'open', disconOnRst: true },
      notMeasured: { finWait: expect.any(String) },
    });
    expect(fidelityBlock(report, found)).toContain(
      '| W5500: retransmissionLatch is open | measured: closed_ms=1501 ir=0x09 | `test/chip-check/switches.test.ts` |',
    );
  });
});

describe('refused with the line', () => {
  const whole = reportOf(CHECKS);
  test.each([
    ['nothing', '', /^1: found no line that begins with "keepwire chip-check"/],
    ['another version', reportOf(CHECKS, HEAD.replace(' 1 ', ' 2 ')), /^1: found version 2; this keepwire reads 1/],
    ['another chip', reportOf(CHECKS, HEAD.replace('W5500', 'W5100')), /^1: expected the chip/],
    ['a report that is cut off', whole.slice(0, 200), /cut off/],
    ['a last line that is cut off', whole.slice(0, -4), /^10: expected "checks=N crc32=0x…"/],
    ['a lost line', whole.replace(`${CHECKS[2]}\n`, ''), /^9: the report says 8 checks, and 7 are there/],
    ['another digit', whole.replace('closed_ms=1501', 'closed_ms=1507'), /^10: the CRC-32 does not match/],
    ['a check twice', reportOf([...CHECKS, CHECKS[0] ?? '']), /^10: the check soft-reset is there twice/],
    ['a field twice', reportOf(['check=close turns=1 turns=2']), /^2: turns is there twice/],
    ['a line of noise', reportOf(['check=close turns=1', '\u0000\u00ff']), /^3: expected "check=NAME/],
    ['a field that is missing', reportOf(['check=close turns=1']), /^2: check=close: turn_ns is missing/],
    [
      'a word for a number',
      reportOf(['check=close turns=x turn_ns=1']),
      /^2: check=close: turns is missing or no number/,
    ],
  ])('%s', (_name, text, message) => {
    expect(refusal(text)).toMatch(message);
  });
});

const WORD = fc.string({ minLength: 1, maxLength: 12 });

test('whatever the text: findings, or one error', () => {
  const noise = fc.array(fc.oneof(WORD, fc.constantFrom(...CHECKS, HEAD))).map((lines) => lines.join('\n'));
  fc.assert(fc.property(noise, (text) => void refusal(text)));
});

test('whatever the fields of a check: findings, or one error', () => {
  const names = ['close', 'pointers', 'send-timeout', 'auto-keepalive', 'window-probes', 'time-wait', 'partial-send'];
  const field = fc.tuple(
    fc.constantFrom('turns', 'turn_ns', 'closed_ms', 'open_ms', 'ms', 'sr', 'ir', 'tx1', 'moved'),
    WORD,
  );
  const line = fc.tuple(fc.constantFrom(...names), fc.array(field)).map(([name, fields]) => {
    return [`check=${name}`, ...fields.map(([key, value]) => `${key}=${value.length * 97}`)].join(' ');
  });
  fc.assert(fc.property(fc.array(line), (lines) => void refusal(reportOf(lines))));
});

test('one byte that the serial line has changed is noticed', () => {
  const whole = reportOf(CHECKS);
  fc.assert(
    fc.property(fc.nat(whole.length - 2), fc.integer({ min: 0x20, max: 0x7e }), (at, code) => {
      const changed = whole.slice(0, at) + String.fromCharCode(code) + whole.slice(at + 1);
      expect(changed === whole ? 'accepted' : refusal(changed)).toMatch(changed === whole ? /accepted/ : /^\d+: /);
    }),
  );
});
