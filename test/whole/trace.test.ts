import { describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { BRISK, built, planOfText } from './firmware.ts';
import { builtIn, mustPass, play, scenario } from './play.ts';
import { CHIPS_ABOVE } from './share.ts';

const marks = (timeline: readonly TimelineEvent[]): readonly string[] =>
  timeline.flatMap((event) => (event.kind === 'trace' ? [event.text] : []));

const CONNECTED = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
  { do: 'wait', for: { ms: 300 } },
];
/** A line takes milliseconds on the serial port. */
const WRITTEN = { do: 'wait', for: { ms: 50 } };

const ENDS = [
  ['cable-cut', [{ do: 'cut' }, { do: 'wait-until', is: 'detected', peer: 'client' }], '0 ended: probe timeout'],
  [
    'peer-reboot',
    [
      { do: 'boot', peer: 'client' },
      { do: 'wait-until', is: 'detected', peer: 'client' },
    ],
    '0 ended: reset',
  ],
  ['orderly-close', [{ do: 'close', peer: 'client' }], '0 ended: peer closed'],
] as const;

describe.each(CHIPS_ABOVE)('%s', (chip) => {
  test.each(ENDS)('connection, probes and the reason of the end: %s', async (as, steps, last) => {
    const firmware = await built({ chip, ...BRISK, trace: 'usart1' });
    const detected = [{ peer: 'client', as }];
    const run = mustPass(firmware, scenario([...CONNECTED, ...steps, WRITTEN], { expect: { detected } }));
    const seen = marks(run.timeline);
    expect(seen[0]).toBe('0 connected');
    expect(seen).toContain(last);
    const end = seen.indexOf(last);
    expect(seen.slice(1, end)).toEqual(seen.slice(1, end).map(() => '0 probe'));
    expect(end > 1).toBe(as !== 'orderly-close');
  });
});

test('a probe has a mark, and no mark is without its event', async () => {
  const firmware = await built({ chip: 'W5500', ...BRISK, trace: 'usart1' });
  const { timeline } = mustPass(firmware, builtIn('silent-client'));
  expect(marks(timeline).filter((mark) => mark.endsWith('probe'))).toHaveLength(
    timeline.filter((event) => event.kind === 'command' && event.command === 'SEND_KEEP').length,
  );
});

/** One hook call that notes far more than the ring holds. */
const FLOOD = `
#include "kw_loop.h"
#include "kw_trace.h"
void kw_app_connected(uint32_t socket)
{
    for (uint32_t i = 0U; i < 100U; i++) {
        kw_trace(socket, "a line of the application");
    }
}
void kw_app_received(uint32_t socket, uint16_t waiting)
{
    static uint8_t bytes[64];
    (void)waiting;
    kw_trace(socket, "received");
    uint16_t const length = kw_socket_receive(socket, bytes, sizeof bytes);
    (void)kw_socket_send(socket, bytes, length);
}
void kw_app_ended(uint32_t socket, kw_end_reason_t reason)
{
    (void)socket;
    (void)reason;
}
void kw_app_fault(kw_fault_t fault)
{
    (void)fault;
}
`;

test('what does not fit is dropped and counted, in whole lines, and nothing waits for it', async () => {
  const firmware = await built({ chip: 'W5500', ...BRISK, trace: 'usart1' }, { 'app.c': FLOOD });
  const run = play(firmware, builtIn('cable-cut'));
  expect(run.verdict).toBe('pass');
  const seen = marks(run.timeline);
  const first = seen.indexOf('0 connected');
  const note = seen.findIndex((mark) => mark.startsWith('! '));
  const lines = seen.slice(first + 1, note);
  expect(new Set(lines)).toEqual(new Set(['0 a line of the application']));
  const dropped = Number(/^! (\d+) dropped$/.exec(seen[note] ?? '')?.[1]);
  expect(seen[note + 1]).toMatch(/^0 (received|probe)$/);
  // 100 lines of the application, and perhaps the mark of what happened before the ring had room again.
  expect(lines.length + dropped).toBeGreaterThanOrEqual(100);
  expect(lines.length + dropped).toBeLessThanOrEqual(101);
  expect(lines.length * 29).toBeLessThanOrEqual(256);
  expect(lines.length * 29 + 13).toBeGreaterThan(256 - 29 - 22);
});

test('nothing of it is in firmware that does not ask for it', () => {
  for (const platform of ['registers', 'spl']) {
    const spec = { chip: 'W5500', ...BRISK, mcu: { platform } };
    const files = render(planOfText(JSON.stringify(spec)));
    expect(files.map(({ path }) => path)).not.toContain('kw_trace.c');
    for (const { path, text } of files)
      expect(text, path).not.toMatch(/kw_(port_)?trace|trace\.[ch]|KW_USART|USART_Init/);
  }
});
