/** What a request costs at most, on the arm engine: the plan's longest poll, and with it every bound, counts on it. */
import { expect, test } from 'vitest';
import { planLoop } from '../../generator/plan/loop.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import type { RunInput } from '../../simulator/run-scenario.ts';
import { armBuilt } from '../engine/arm/build.ts';
import { BINARY, CLOSE, frame, REQUEST, request, TEXT, talk } from './rig.ts';

const MHZ = 1_000_000;
const NS_PER_MS = 1_000_000;
/** Eight, together 126 bytes: the most that a spec may have. */
const SUBPROTOCOLS = Array.from({ length: 8 }, (_, index) => `${'v'.repeat(13)}${index}`);
const SHORT = 700;
const LONG = 1400;

const server = (subprotocols: readonly string[]) =>
  armBuilt({
    ...{ chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } },
    sockets: [{ port: 80, protocol: 'websocket', traffic: 'none', websocket: { path: '/ws', subprotocols } }],
  });

/** A request that asks for a WebSocket, with as many of these lines as fit. */
function requestOf(line: string, size: number): string {
  const lines = [...REQUEST];
  while (request([...lines, line, 'X: ']).length <= size) lines.push(line);
  return request([...lines, `X: ${'x'.repeat(size - request([...lines, 'X: ']).length)}`]);
}

async function longestPollNs(subprotocols: readonly string[], parts: Parameters<typeof talk>[1]): Promise<number> {
  const { plan, image } = await server(subprotocols);
  const { cpu, said } = talk({ plan, engine: (board) => createArmEngine({ image, ...board }) }, parts, 300);
  expect(said.toString('latin1', 0, 12)).toBe('HTTP/1.1 101');
  return cpu?.longestPollNs ?? Number.NaN;
}

/** As the plan has it, at the clocks of these specs. */
function plannedNsPerByte(hasSubprotocols: boolean): number {
  const msOf = (bytes: number) => planLoop(1, 18 * MHZ, 72 * MHZ, false, { bytes, hasSubprotocols }).longestPollMs;
  return ((msOf(1_000_000) - msOf(500_000)) / 1_000_000) * NS_PER_MS; // of two sockets
}

type Case = readonly [subprotocols: readonly string[], line: string];

const PLAIN: readonly Case[] = [
  `User-Agent: ${'x'.repeat(100)}`,
  'a:',
  'Sec-WebSocket-Verb:',
  `Connection: ${','.repeat(110)}Upgrade`,
  `Connection: ${'u,'.repeat(60)}`,
  `Connection: ${'upgradf,'.repeat(15)}`,
].map((line) => [[], line]);

const OF_ONE_BYTE = [...'abcdefgh'];
const OFFERED: readonly Case[] = [
  [SUBPROTOCOLS, `Sec-WebSocket-Protocol: ${','.repeat(128)}`],
  [SUBPROTOCOLS, `Sec-WebSocket-Protocol: ${'v,'.repeat(64)}`],
  [SUBPROTOCOLS, `Sec-WebSocket-Protocol: ${'vvvvvvvvvvvvvx,'.repeat(8)}`],
  [OF_ONE_BYTE, `Sec-WebSocket-Protocol: ${'z,'.repeat(64)}`],
  [OF_ONE_BYTE.map((it) => `v${it}`), `Sec-WebSocket-Protocol: ${'vz,'.repeat(42)}`],
];

test.each([
  ['no subprotocols', PLAIN, false],
  ['eight subprotocols', OFFERED, true],
])('a byte of a request costs at most what the plan says, and not far below: %s', async (_name, cases, has) => {
  const shares: number[] = [];
  for (const [subprotocols, line] of cases) {
    const short = await longestPollNs(subprotocols, [requestOf(line, SHORT)]);
    const long = await longestPollNs(subprotocols, [requestOf(line, LONG)]);
    shares.push((long - short) / (LONG - SHORT) / plannedNsPerByte(has));
  }
  expect(Math.max(...shares)).toBeLessThan(0.85); // flash with wait states takes longer
  expect(Math.max(...shares)).toBeGreaterThan(0.65);
});

test.each([
  ['a:', []],
  [`Sec-WebSocket-Protocol: ${'z,'.repeat(64)}`, OF_ONE_BYTE],
])(
  'the longest poll is within the plan, with SHA-1 and the answer, and not far below: %s',
  async (line, subprotocols) => {
    const { plan } = await server(subprotocols);
    const ofOneSocketMs = (plan.loop.longestPollMs - 1) / 2;
    const size = 2040;
    const whole = requestOf(line, size);
    const pollMs = (await longestPollNs(subprotocols, [whole.slice(0, 1400), whole.slice(1400)])) / NS_PER_MS;
    expect(pollMs).toBeLessThan(ofOneSocketMs);
    expect(pollMs).toBeGreaterThan(ofOneSocketMs / 2);
  },
);

test.each([
  ['text', TEXT],
  ['binary', BINARY],
])('a message of %s costs less than a request', async (_name, first) => {
  const message = frame(first, 'ä'.repeat(500));
  const pollMs = (await longestPollNs([], [request(), 50, message, 50, frame(CLOSE)])) / NS_PER_MS;
  const { plan } = await server([]);
  expect(pollMs).toBeLessThan((plan.loop.longestPollMs - 1) / 2);
});

/** As many as are looked at in one poll, and more. Each may be the answer, so its text is read, twice. */
test('frames that are looked at cost less than a request', async () => {
  const ask = { text: 'there?', answer: { text: 'yes' }, afterIdleS: 60, withinS: 10, tries: 1 };
  const sockets = [{ port: 80, protocol: 'websocket', traffic: 'none', websocket: { path: '/ws' } }];
  const { plan, image } = await armBuilt({
    ...{ chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 }, ask, sockets },
  });
  const engine: RunInput['engine'] = (board) => createArmEngine({ image, ...board });
  const burst = Buffer.concat(Array.from({ length: 150 }, () => frame(TEXT, 'yet')));
  const { cpu } = talk({ plan, engine }, [request(), 50, burst], 300);
  const pollMs = (cpu?.longestPollNs ?? Number.NaN) / NS_PER_MS;
  expect(pollMs).toBeGreaterThan(1.8); // 60 µs a frame
  expect(pollMs).toBeLessThan((plan.loop.longestPollMs - 1) / 2);
});
