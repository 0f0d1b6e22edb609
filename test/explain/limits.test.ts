/** The limits of states, the recovery bounds and the times of the watchdog in `explain`, each computed here anew. */
import { describe, expect, test } from 'vitest';
import { planDocument } from '../../generator/explain/document.ts';
import { explainText } from '../../generator/explain/explain.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { type Changes, client, periods, server, specWith } from '../plan/spec.ts';

function explained(changes: Changes) {
  const spec = specWith(changes);
  const plan = planOf(spec);
  // Runs of blanks, line breaks included, as one blank.
  const text = explainText(plan, spec).replace(/\s+/g, ' ');
  return { text, document: JSON.parse(JSON.stringify(planDocument(plan))).plan };
}

const inSeconds = (ms: number): string => `${ms / 1000} s`;

/** HSI drifts by 2.5 % over temperature (DS5319); the chip's crystal by 0.005 %. */
const TOLERANCE = 0.02505;
const CHIP_RESTART_MS = 1000 + 50; // a try each second; the modules WIZ850io and WIZ550io ask for 50 ms after a reset
/** With one socket, SPI at 18 MHz; test/plan/loop.test.ts. */
const WORST_POLL_MS = 14;

/** With RTR 200 ms. Each wait is twice the one before it while 16 bits hold it in units of 0.1 ms; ARP repeats at RTR. */
const RETRANSMISSIONS = [
  { count: 3, tcpMs: 200 + 400 + 800 + 1600, arpMs: 4 * 200 },
  { count: 8, tcpMs: 200 + 400 + 800 + 1600 + 3200 + 4 * 6400, arpMs: 9 * 200 },
];

describe.each(RETRANSMISSIONS)('limits of states with count $count', ({ count, tcpMs, arpMs }) => {
  const { text, document } = explained({ retransmission: { timeoutMs: 200, count } });
  const stateMs = Math.ceil((arpMs + tcpMs) * (1 + TOLERANCE)) + 1000;

  test.each([
    'state timeouts: then the firmware closes the socket and opens it again connecting, closing',
    `connecting, closing ${inSeconds(stateMs)} ARP timeout + TCP timeout + the tolerance of HSI + 1 s`,
    'closing by the device 1 s FIN of the device and FIN of the peer',
    `CLOSE or OPEN without effect ${inSeconds(stateMs + 1000)} sum of the two timeouts above; then the chip is reset`,
  ])('%s', (claim) => expect(text).toContain(claim));

  test('as JSON', () => {
    expect(document.limits).toEqual({ stateMs, closeMs: 1000, noEffectMs: stateMs + 1000 });
  });
});

describe('data under way, half-closed', () => {
  test.each([
    ['a limit of the spec', 10, '10 s', '10 s'],
    ['none: a half-closed socket has one all the same', null, 'no limit', '120 s'],
  ])('%s', (_name, sendTimeoutS, sent, halfClosed) => {
    const { text, document } = explained({ sockets: [server({ sendTimeoutS })] });
    expect(text).toContain(`unacknowledged data ${sent} since the peer last acknowledged a byte`);
    expect(text).toContain(`half-closed ${halfClosed} since the peer last acknowledged a byte, or data was`);
    const sendMs = sendTimeoutS === null ? null : sendTimeoutS * 1000;
    expect(document.sockets[0].limits).toEqual({ sendMs, halfClosedMs: sendMs ?? 120_000 });
  });

  test('sockets that differ have rows of their own', () => {
    const { text } = explained({
      sockets: [server({ count: 2, sendTimeoutS: 120 }), server({ port: 5001, sendTimeoutS: 30 })],
    });
    expect(text).toContain('unacknowledged data (sockets 0, 1) 120 s');
    expect(text).toContain('half-closed (socket 2) 30 s');
    expect(text).toMatch(/recovery \(sockets 0, 1\) at most 121\.\d+ s .* recovery \(socket 2\) at most 31\.\d+ s/);
  });
});

describe('recovery', () => {
  const stateMs = Math.ceil((800 + 3000) * (1 + TOLERANCE)) + 1000;
  const restartMs = CHIP_RESTART_MS + 2 * WORST_POLL_MS;
  const rest = 'restart of the chip 1.05 s + 2 x reaction time 0.028 s';
  const slow = periods({ NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 });
  const quick = periods({ NO_DATA_PERIOD: 2, KA_SEND_PERIOD: 4 });
  const detectedMs = (seconds: number) => seconds * 1000 + 3000 + WORST_POLL_MS;

  test.each([
    // The wrong bit may cost the SEND: then the limit of data under way is the longest.
    ['by the limit of data under way', server({ sendTimeoutS: 120 }), 120_000 + restartMs, rest],
    // It may cost a probe.
    ['by a further probe', server({ sendTimeoutS: 10, keepalive: slow }), detectedMs(15) + 5000 + restartMs, rest],
    // It may have the socket opened for something else: 4.896 s are longer than a probe's 4 s.
    ['by a state', server({ sendTimeoutS: 10, keepalive: quick }), detectedMs(6) + stateMs + restartMs, rest],
    [
      'of a client: its longest wait and an attempt on top',
      client({ sendTimeoutS: 10, keepalive: slow }),
      detectedMs(15) + 5000 + restartMs + 60_000 + stateMs,
      `${rest} + reconnect.maxMs 60 s + state timeout ${inSeconds(stateMs)}`,
    ],
  ])('%s', (_name, socket, boundMs, sum) => {
    const { text, document } = explained({ sockets: [socket] });
    expect(text).toContain(`recovery at most ${inSeconds(boundMs)} `);
    expect(text).toContain(`${sum} recovery: from the failure of a peer`);
    expect(document.sockets[0].recovery.boundMs).toBe(boundMs);
  });

  test.each([
    ['no limit of data under way', server({ sendTimeoutS: null })],
    ['nothing that notices a dead peer', server({ sendTimeoutS: 10, keepalive: null })],
  ])('no bound: %s', (_name, socket) => {
    const { text, document } = explained({ sockets: [socket] });
    expect(text).toContain('recovery no bound a dead peer or a lost SEND command can block the socket');
    expect(document.sockets[0].recovery).toEqual({ boundMs: null, terms: [] });
  });
});

/** LSI: 30 to 60 kHz (DS5319 table 25). The counter has 12 bits behind a divider of 4 to 256 (RM0008 19.4). */
function watchdogBy(timeoutMs: number) {
  const divider = [4, 8, 16, 32, 64, 128, 256].find((it) => (4096 * it) / 60 >= timeoutMs) ?? Number.NaN;
  let counts = 1;
  while ((counts * divider) / 60 < timeoutMs) counts++;
  return { divider, reload: counts - 1, leastMs: (counts * divider) / 60, longestMs: (counts * divider) / 30 };
}

describe('watchdog', () => {
  test.each([
    1000,
    1001,
    4369, // the last with a divider of 64: 4096 x 64 / 60 kHz = 4369.07 ms
    4370,
    17_000,
  ])('%i ms: least and longest timeout, and the registers', (timeoutMs) => {
    const { text, document } = explained({ watchdog: { timeoutMs } });
    const { divider, reload, leastMs, longestMs } = watchdogBy(timeoutMs);
    // Rounded to the resolution of RTR, 0.1 ms, as all times are.
    const told = [leastMs, longestMs].map((ms) => `${Math.round(ms * 10) / 10_000} s`).join(' to ');
    expect(text).toContain(
      `watchdog reset after ${told} without feeding; at least ${timeoutMs} ms wanted, LSI runs at 30 to 60 kHz`,
    );
    expect(text).toContain(`IWDG PR / ${divider}, RLR ${reload} (RLR + 1) x divider clocks of LSI`);
    expect(document.watchdog).toMatchObject({ timeoutMs, divider, reload });
    expect(document.watchdog.leastMs).toBeCloseTo(leastMs, 6);
    expect(document.watchdog.longestMs).toBeCloseTo(longestMs, 6);
  });

  test('what feeds it, and how long the longest poll is', () => {
    const { text, document } = explained({ watchdog: { timeoutMs: 2000 } });
    expect(text).toContain('exceptions reset at once');
    expect(text).toContain('fed each ms by kw_loop_poll');
    expect(text).toContain(`longest poll ${document.loop.longestPollMs} ms`);
  });

  test("the project's own has no times: a hook feeds it", () => {
    const { text } = explained({ platform: 'spl', watchdog: { timeoutMs: 2000 } });
    expect(text).toContain('your watchdog at least 2000 ms kw_app_watchdog_feed feeds it');
    expect(text).not.toMatch(/IWDG PR|reset after/);
  });

  test('nothing of it without the key', () => {
    const { text, document } = explained({});
    expect(text).not.toMatch(/watchdog|IWDG/);
    expect(document.watchdog).toBe(null);
  });
});
