/** What an application may do with a WebSocket, and the limits of closes. */
import { describe, expect, test } from 'vitest';
import { armBuilt } from '../engine/arm/build.ts';
import { BRISK, built } from '../whole/firmware.ts';
import { builtIn, mustPass } from '../whole/play.ts';
import { withApp } from './app.ts';
import { BINARY, CLOSE, closePayload, frame, heard, PING, request, SPEC, TEXT, talk } from './rig.ts';

const HELLO = [request(), 5, frame(TEXT, 'hello')];

describe('a close that the application begins', () => {
  const closing = () => withApp('kw_ws_close(sn, 4001U);');

  test('ends the connection when the client has answered', async () => {
    const { said, ended, complaints } = talk(await closing(), [...HELLO, 20, frame(CLOSE, closePayload(4001))], 50);
    expect([heard(said), ended, complaints]).toEqual([['close 4001'], 'websocket-closed', []]);
  });

  test('ends it after closeS without an answer, not before', async () => {
    const firmware = await closing();
    expect(talk(firmware, HELLO, 950).ended).toBeNull();
    expect(talk(firmware, HELLO, 1050)).toMatchObject({ ended: 'websocket-closed', complaints: [] });
  });

  test('what the client says meanwhile is ignored', async () => {
    const late = [frame(TEXT, 'late'), frame(0x89, 'ping'), frame(CLOSE, closePayload(4001))];
    const { said, ended } = talk(await closing(), [...HELLO, 20, Buffer.concat(late)], 50);
    expect([heard(said), ended]).toEqual([['close 4001'], 'websocket-closed']);
  });

  test('is sent once, and nothing can be sent behind it', async () => {
    const busy = await withApp(
      'kw_ws_close(sn, 4001U); kw_ws_close(sn, 4002U); (void)kw_ws_send_text(sn, buffer, 1U);',
    );
    expect(heard(talk(busy, HELLO, 50).said)).toEqual(['close 4001']);
  });
});

test('a failed WebSocket closes though the client says nothing', async () => {
  const { ended } = talk(await built(SPEC), [request(), 5, frame(0x83)], 50);
  expect(ended).toBe('websocket-closed');
});

test.each([
  ['text', '(void)kw_ws_send_text(sn, (uint8_t const *)"first", 5U); return;', ['text first']],
  ['binary', '(void)kw_ws_send_binary(sn, (uint8_t const *)"first", 5U); return;', ['binary first']],
  ['an empty text', '(void)kw_ws_send_text(sn, buffer, 0U); return;', ['text ']],
  [
    'nothing else within a message in pieces',
    '(void)kw_ws_begin(sn, KW_WS_TEXT, buffer, 0U); (void)kw_ws_send_text(sn, buffer, 1U); return;',
    [],
  ],
  ['no piece without a begin', '(void)kw_ws_end(sn, buffer, 0U); (void)kw_ws_continue(sn, buffer, 0U); return;', []],
  ['no more than there is room for', '(void)kw_ws_send_binary(sn, buffer, 65000U); return;', []],
])('sends %s', async (_name, statements, want) => {
  const taking = `(void)kw_ws_receive(sn, buffer, sizeof buffer); ${statements}`;
  const { said, complaints } = talk(await withApp(taking), HELLO, 50);
  expect([heard(said), complaints]).toEqual([want, []]);
});

test('a message that is left is offered again, and slows the client down', async () => {
  const later = await withApp('static uint32_t calls; if (++calls < 200U) { return; }');
  expect(heard(talk(later, HELLO, 100).said)).toEqual([]);
  expect(heard(talk(later, HELLO, 500).said)).toEqual(['text hello']);
});

describe('one wrong bit on MISO changes nothing: what a client sends is read twice', () => {
  const TEXT_40 = `${'é€😀'.repeat(4)}abcd`;
  const quiet = (first: number, payload: Uint8Array | string) => [frame(first, payload), 60, frame(TEXT, 'end')];

  test.each<[string, readonly (Buffer | number)[], readonly string[], string | null]>([
    ['a text', quiet(TEXT, TEXT_40), [`text ${TEXT_40}`, 'text end'], null],
    [
      'a text whose characters are split',
      [...frame(TEXT, TEXT_40)].flatMap((byte) => [Buffer.of(byte), 40]),
      [`text ${TEXT_40}`],
      null,
    ],
    [
      'a binary message',
      quiet(BINARY, TEXT_40),
      [`binary ${Buffer.from(TEXT_40).toString('latin1')}`, 'text end'],
      null,
    ],
    ['a ping', quiet(PING, 'ping-payload-123'), ['pong ping-payload-123', 'text end'], null],
    ['a close', [frame(CLOSE, closePayload(4001, 'because'))], ['close 4001'], 'websocket-closed'],
  ])('in %s', async (_name, parts, want, ended) => {
    const device = await built(SPEC);
    for (const byte of [4, 5, 6, 9, 13]) {
      for (let nth = 1; nth <= 24; nth++) {
        const fault = { do: 'chip', is: 'bit-errors', on: 'miso', at: { nth, byte, bit: (nth + byte) % 8 } };
        const result = talk(device, [request(), 20, fault, ...parts], 100);
        expect([heard(result.said), result.ended], `byte ${byte} of frame ${nth}`).toEqual([want, ended]);
      }
    }
  });
});

describe.each(['W5500', 'W5200'])('%s', (chip) => {
  const MIXED = {
    ...{ ...SPEC, chip },
    goodbye: { text: 'bye' },
    sockets: [
      { ...SPEC.sockets[0], count: 1, goodbye: null, traffic: 'echo' },
      { port: 5000, goodbye: null },
      { port: 6000 },
      {
        ...{ port: 8080, protocol: 'websocket', goodbye: null },
        websocket: { path: '/other', origins: ['http://a.example'], subprotocols: ['v1'] },
      },
    ],
  };

  test('beside sockets of other protocols', async () => {
    const firmware = await built(MIXED);
    for (const name of ['echo', 'cable-cut', 'all-slots-dead']) mustPass(firmware, builtIn(name));
  });

  // While its SEND waits, what a WebSocket receives is looked through by its own C alone: masked bytes may look like anything.
  test.each([
    ['a question', { ask: { text: '?', answer: { text: '!' }, afterIdleS: 5, withinS: 2 } }],
    ['a goodbye', { goodbye: { text: '!' } }],
    ['an expected heartbeat', { heartbeat: { expect: { text: '!', withinS: 9 } } }],
  ])('beside a socket that looks for the one byte of %s', async (_name, method) => {
    const sockets = [{ port: 80, protocol: 'websocket' }, { port: 5000 }];
    const firmware = await built({ ...BRISK, chip, ...method, sockets });
    for (const name of ['zero-window', 'cut-while-sending', 'echo']) mustPass(firmware, builtIn(name));
  });

  test('compiles for the STM32 without a warning', async () => {
    const { elf } = await armBuilt(MIXED);
    expect(elf.length).toBeGreaterThan(10_000);
  });
});
