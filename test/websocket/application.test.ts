/** What an application may do with a WebSocket, and the limits of closes. */
import { describe, expect, test } from 'vitest';
import { armBuilt } from '../engine/arm/build.ts';
import { BRISK, built } from '../whole/firmware.ts';
import { builtIn, mustPass } from '../whole/play.ts';
import { withApp } from './app.ts';
import { ACCEPTED, BINARY, CLOSE, closePayload, frame, heard, PING, request, SPEC, TEXT, talk } from './rig.ts';

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

describe('a close of the application', () => {
  const WHY = 'why '.repeat(31);
  /** The message says the code and the length of the reason: 255 for none. 1 in its last byte: something is sent before. */
  const obeying = () =>
    withApp(`static uint8_t const why[] = "${WHY}";
    if (kw_ws_receive(sn, buffer, 4U) < 4U) { return; }
    uint16_t const code = (uint16_t)((buffer[0] << 8) | buffer[1]);
    if (buffer[3] == 1U) { (void)kw_ws_send_text(sn, buffer, 0U); }
    if (buffer[2] == 255U) { kw_ws_close(sn, code); return; }
    if (!kw_ws_close_with_reason(sn, code, why, buffer[2])) { kw_ws_close(sn, 4999U); }
    return;`);
  const order = (code: number, length = 255, before = 0): Buffer =>
    frame(BINARY, Buffer.of(code >> 8, code & 0xff, length, before));
  const closeOf = async (message: Buffer): Promise<readonly string[]> => {
    const { said, complaints } = talk(await obeying(), [request(), 5, message], 50);
    expect(complaints).toEqual([]);
    return heard(said);
  };

  // RFC 6455 section 7.4: 1005, 1006 and 1015 are never on the wire.
  test.each([0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535])('with the code %d has none', async (code) => {
    expect(await closeOf(order(code))).toEqual(['close']);
  });

  test.each([1000, 1014, 3000, 4999])('with the code %d has it', async (code) => {
    expect(await closeOf(order(code))).toEqual([`close ${code}`]);
  });

  test.each([0, 3, 123])('with a reason of %d bytes', async (length) => {
    expect(await closeOf(order(4001, length))).toEqual([`close 4001${WHY.slice(0, length)}`]);
  });

  test.each([
    ['the reason is too long', order(4001, 124), ['close 4999']],
    ['the code must not be sent', order(1006, 3), ['close 4999']],
    ['data is on its way', order(4001, 3, 1), ['text ', 'close 4999']],
  ])('with a reason does not begin when %s', async (_name, message, want) => {
    expect(await closeOf(message)).toEqual(want);
  });

  test.each([
    ['that nobody answers', order(4001, 3), 0],
    ['that cannot be sent', order(4001, 255, 1), 1],
  ])('%s ends the connection after closeS, not before', async (_name, message, lossRate) => {
    const deaf = [request(), 50, { do: 'impair', direction: 'from-device', lossRate }, message];
    expect(talk(await obeying(), deaf, 950).ended).toBeNull();
    expect(talk(await obeying(), deaf, 1050)).toMatchObject({ ended: 'websocket-closed', complaints: [] });
  });

  test('with a reason ends when the client answers it', async () => {
    const answered = [request(), 5, order(4001, 3), 20, frame(CLOSE, closePayload(4001))];
    expect(talk(await obeying(), answered, 50)).toMatchObject({ ended: 'websocket-closed', complaints: [] });
  });
});

test('a frame goes out in one SEND', async () => {
  const sizes = [0, 1, 125, 126, 1000];
  const messages = sizes.flatMap((size) => [frame(BINARY, Buffer.alloc(size)), 20, frame(PING, 'p'), 20]);
  const { segments } = talk(await built(SPEC), [request(), 50, ...messages, frame(CLOSE, closePayload(1000))], 100);
  const pong = 3;
  const frames = sizes.flatMap((size) => [size + (size < 126 ? 2 : 4), pong]);
  expect(segments).toEqual([ACCEPTED.length, ...frames, 4]);
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
