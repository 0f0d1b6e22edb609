/** Messages of methods are text messages on a WebSocket, and only data counts as a sign of life of the application. */
import { describe, expect, test } from 'vitest';
import { type Built, built } from '../whole/firmware.ts';
import { withApp } from './app.ts';
import { BINARY, CLOSE, closePayload, frame, heard, PING, PONG, request, SPEC, TEXT, talk } from './rig.ts';

const HELLO = [request(), 5];
/** No probes: what is left must notice by itself. */
function specOf(more: object, websocket: object = {}): Readonly<Record<string, unknown>> {
  const [socket] = SPEC.sockets;
  const own = { ...socket, keepalive: null, websocket: { ...socket?.websocket, ...websocket } };
  return { ...SPEC, ...more, sockets: [own] };
}
const server = (more: object, websocket?: object): Promise<Built> => built(specOf(more, websocket));
type Parts = Parameters<typeof talk>[1];
const said = (firmware: Built, parts: Parts, lastMs: number) => {
  const result = talk(firmware, parts, lastMs);
  expect(result.complaints).toEqual([]);
  return { heard: heard(result.said), ended: result.ended };
};

describe('a question', () => {
  const asking = () =>
    server({ ask: { text: 'there?', answer: { text: 'yes' }, afterIdleS: 2, withinS: 1, tries: 2 } });
  const answered = async (answer: Parts, lastMs: number) => said(await asking(), [...HELLO, 2200, ...answer], lastMs);

  test('is a text message; without its answer the connection ends', async () => {
    const firmware = await asking();
    expect(said(firmware, HELLO, 4200)).toEqual({ heard: ['text there?', 'text there?'], ended: 'no-answer' });
    expect(said(firmware, HELLO, 3900).ended).toBeNull();
  });

  test.each<[string, Parts, string | null]>([
    ['a text message', [frame(TEXT, 'yes')], null],
    ['split anywhere', [...frame(TEXT, 'yes')].flatMap((byte) => [Buffer.of(byte), 1]), null],
    ['behind another message', [Buffer.concat([frame(TEXT, 'x'), frame(TEXT, 'yes')])], null],
    ['a binary message is none', [frame(BINARY, 'yes')], 'no-answer'],
    ['a text that only begins so is none', [frame(TEXT, 'yes!')], 'no-answer'],
    ['two fragments are none', [frame(0x01, 'ye'), frame(0x80, 's')], 'no-answer'],
    ['a pong is none', [frame(PONG, 'yes')], 'no-answer'],
    ['within a message in fragments', [Buffer.concat([frame(0x01, 'x'), frame(TEXT, 'yes')])], 'websocket-closed'],
  ])('%s', async (_name, answer, ended) => {
    expect((await answered(answer, 2100)).ended).toBe(ended);
  });

  test('its answer does not reach the application', async () => {
    expect((await answered([frame(TEXT, 'yes')], 500)).heard).toEqual(['text there?']);
    expect((await answered([frame(TEXT, 'yes!')], 500)).heard).toEqual(['text there?', 'text yes!']);
  });
});

/** A message of one byte keeps the main program away for 3 s. */
const AWAY_MAIN = `#include "kw_clock.h"
#include "kw_loop.h"
#include "kw_port.h"
#include "kw_time.h"
#include "kw_timer.h"

bool away;

int main(void)
{
    (void)kw_clock_init();
    kw_loop_init();
    Timer_Configuration();
    NVIC_Configuration();
    for (;;) {
        if (!kw_loop_poll()) {
            kw_port_wait();
        }
        for (uint32_t const ms = kw_now_ms(); away && (uint32_t)(kw_now_ms() - ms) < 3000U;) {
            kw_port_wait();
        }
        away = false;
    }
}
`;

test.each([
  [31, null],
  [32, 'no-answer'],
])('an answer behind %d frames that came while the loop stood still: %s', async (frames, ended) => {
  const ask = { text: 'there?', answer: { text: 'yes' }, afterIdleS: 2, withinS: 1, tries: 2 };
  const late = await withApp('extern bool away; away = waiting == 1U;', specOf({ ask }), { 'main.c': AWAY_MAIN });
  const burst = [...Array.from({ length: frames }, () => frame(TEXT, 'xx')), frame(TEXT, 'yes')];
  const parts = [...HELLO, 3300, frame(TEXT, 'b'), 200, Buffer.concat(burst)];
  expect(said(late, parts, 4000).ended).toBe(ended);
});

test('an answer that is passed on reaches the application too', async () => {
  const firmware = await server({
    ask: { text: 'there?', answer: { text: 'yes', pass: true }, afterIdleS: 2, withinS: 1, tries: 2 },
  });
  expect(said(firmware, [...HELLO, 2200, frame(TEXT, 'yes')], 1500)).toEqual({
    heard: ['text there?', 'text yes'],
    ended: null,
  });
});

describe('pings of the client and pongs are no data', () => {
  const pings = Array.from({ length: 3 }, () => [frame(PING, 'p'), 500, frame(PONG), 500]).flat();

  test('for an idle limit', async () => {
    const firmware = await server({ idle: { closeAfterS: 3, checkEveryS: 1 } });
    expect(said(firmware, [...HELLO, ...pings], 1500).ended).toBe('idle');
    const data = Array.from({ length: 8 }, () => [frame(TEXT, 'd'), 1000]).flat();
    expect(said(firmware, [...HELLO, ...data], 100).ended).toBeNull();
  });

  test.each([
    ['a heartbeat', { heartbeat: { expect: { withinS: 3 } } }, 'heartbeat-missed'],
    ['a question', { ask: { text: '?', afterIdleS: 1, withinS: 1, tries: 2 } }, 'no-answer'],
  ])('for %s that any data is', async (_name, more, reason) => {
    const firmware = await server(more);
    expect(said(firmware, [...HELLO, ...pings], 1500).ended).toBe(reason);
    const data = Array.from({ length: 5 }, () => [frame(TEXT, 'd'), 900]).flat();
    expect(said(firmware, [...HELLO, ...data], 100).ended).toBeNull();
  });

  test('but for the device’s own ping they are signs of life', async () => {
    const firmware = await server({}, { ping: { afterIdleS: 2, withinS: 1, tries: 2 } });
    const pongs = Array.from({ length: 4 }, () => [1500, frame(PONG)]).flat();
    expect(said(firmware, [...HELLO, ...pongs], 1900)).toEqual({ heard: [], ended: null });
    expect(said(firmware, HELLO, 3900)).toEqual({ heard: ['ping ', 'ping '], ended: null });
    expect(said(firmware, HELLO, 4200)).toEqual({ heard: ['ping ', 'ping '], ended: 'no-pong' });
  });
});

describe('behind data that the application leaves unread for 6 s', () => {
  const unread = (more: object, websocket: object = {}) =>
    withApp('static uint32_t calls; if (++calls < 6000U) { return; }', specOf(more, websocket));
  const PINGED = { ping: { afterIdleS: 2, withinS: 1, tries: 2 } };

  test('pongs are heard', async () => {
    const firmware = await unread({}, PINGED);
    const pongs = [frame(TEXT, 'x'), 2100, frame(PONG), 2100, frame(PONG)];
    expect(said(firmware, [...HELLO, ...pongs], 1500)).toEqual({ heard: ['ping ', 'ping '], ended: null });
    expect(said(firmware, [...HELLO, frame(TEXT, 'x'), 2100, frame(PING, 'p')], 2500).ended).toBe('no-pong');
  });

  test('an answer is found once, and does not reach the application', async () => {
    const asking = { text: 'there?', answer: { text: 'yes' }, afterIdleS: 2, withinS: 1, tries: 2 };
    const firmware = await unread({ ask: asking });
    const answer = [frame(TEXT, 'x'), 2200, Buffer.concat([frame(BINARY, 'y'), frame(TEXT, 'yes')])];
    expect(said(firmware, [...HELLO, ...answer], 3000)).toEqual({ heard: ['text there?', 'text there?'], ended: null });
    expect(said(firmware, [...HELLO, ...answer], 4300)).toEqual({
      heard: ['text there?', 'text there?', 'text there?', 'text x', 'binary y'],
      ended: 'no-answer',
    });
  });

  test('pongs are no data, and a frame that grows is', async () => {
    const firmware = await unread({ idle: { closeAfterS: 3, checkEveryS: 1 } });
    const pongs = Array.from({ length: 3 }, () => [frame(PONG), 1000]).flat();
    expect(said(firmware, [...HELLO, frame(TEXT, 'x'), ...pongs], 1200).ended).toBe('idle');
    const whole = frame(TEXT, 'x'.repeat(9));
    const grows = Array.from({ length: 5 }, (_, i) => [whole.subarray(8 + i, 9 + i), 1000]).flat();
    expect(said(firmware, [...HELLO, whole.subarray(0, 8), 900, ...grows], 0).ended).toBeNull();
  });

  test('a goodbye waits until the application has them', async () => {
    const firmware = await unread({ goodbye: { text: 'bye' } });
    const parts = [...HELLO, Buffer.concat([frame(TEXT, 'x'), frame(TEXT, 'bye')])];
    expect(said(firmware, parts, 4000)).toEqual({ heard: [], ended: null });
    expect(said(firmware, parts, 7000)).toEqual({ heard: ['text x'], ended: 'goodbye' });
  });
});

test('data counts when it arrives, also while the device waits for an acknowledgement', async () => {
  const firmware = await server({ idle: { closeAfterS: 1 } });
  const slower = [350, 700, 1050, 1400].flatMap((delayMs) => [
    { do: 'impair', direction: 'to-device', delayMs },
    frame(TEXT, 'd'),
    500,
  ]);
  const data = Array.from({ length: 12 }, () => [frame(TEXT, 'd'), 500]).flat();
  expect(said(firmware, [...HELLO, ...slower, ...data], 1300).ended).toBeNull();
  expect(said(firmware, [...HELLO, ...slower], 3500).ended).toBe('idle');
});

test('no ping leaves before the handshake is over, nor after a close', async () => {
  const firmware = await server({}, { ping: { afterIdleS: 1, withinS: 1, tries: 1 }, handshakeS: 3, closeS: 3 });
  expect(talk(firmware, ['GET'], 2900)).toMatchObject({ ended: null, said: Buffer.alloc(0) });
  expect(talk(firmware, ['GET'], 3100).ended).toBe('no-handshake');
  const closing = await withApp(
    'kw_ws_close(sn, 4001U);',
    specOf({}, { ping: { afterIdleS: 1, withinS: 1, tries: 1 }, closeS: 3 }),
  );
  expect(said(closing, [...HELLO, frame(TEXT, 'x')], 2900)).toEqual({ heard: ['close 4001'], ended: null });
});

describe('goodbye', () => {
  test('of the client ends the connection', async () => {
    const firmware = await server({ goodbye: { text: 'bye' } });
    expect(said(firmware, [...HELLO, frame(TEXT, 'bye')], 100)).toEqual({ heard: [], ended: 'goodbye' });
  });

  // RFC 6455 section 5.4: only control frames may come between the fragments of a message.
  describe.each<[string, Parts]>([
    ['in one segment', [Buffer.concat([frame(0x01, 'x'), frame(TEXT, 'bye')])]],
    ['when the fragment has been delivered', [frame(0x01, 'x'), 100, frame(TEXT, 'bye')]],
    ['behind a fragment without bytes', [frame(0x01), 100, frame(TEXT, 'bye')]],
    ['behind a continuation', [Buffer.concat([frame(0x01, 'x'), frame(0x00, 'y'), frame(PING), frame(TEXT, 'bye')])]],
    ['behind the end of no message', [frame(0x80, 'x'), frame(TEXT, 'bye')]],
  ])('within a message in fragments is a protocol error: %s', (_name, parts) => {
    test.each([
      ['goodbye', { goodbye: { text: 'bye' } }],
      ['an expected heartbeat', { heartbeat: { expect: { text: 'bye', withinS: 5 } } }],
    ])('%s', async (_method, more) => {
      const { heard: got, ended } = said(await server(more), [...HELLO, ...parts], 500);
      expect([got.filter((it) => it !== 'pong '), ended]).toEqual([['close 1002'], 'websocket-closed']);
    });
  });

  test('behind the last fragment of a message it counts', async () => {
    const firmware = await server({ goodbye: { text: 'bye' } });
    const parts = [Buffer.concat([frame(0x01, 'x'), frame(0x80, 'y'), frame(TEXT, 'bye')])];
    expect(said(firmware, [...HELLO, ...parts], 100)).toEqual({ heard: ['text xy'], ended: 'goodbye' });
  });

  test.each([
    ['bye', ['text x', 'text bye', 'close 1001']],
    [null, ['text x', 'close 1001']],
  ])('of the device: %s, then the close of the WebSocket', async (text, want) => {
    const firmware = await withApp('kw_socket_stop(sn);', specOf({ goodbye: text === null ? {} : { text } }));
    const answer = [100, frame(CLOSE, closePayload(1001))];
    expect(said(firmware, [...HELLO, frame(TEXT, 'x'), ...answer], 50)).toEqual({ heard: want, ended: 'local-stop' });
    expect(said(firmware, [...HELLO, frame(TEXT, 'x')], 900)).toEqual({ heard: want, ended: null });
    expect(said(firmware, [...HELLO, frame(TEXT, 'x')], 1100)).toEqual({ heard: want, ended: 'local-stop' });
  });
});
