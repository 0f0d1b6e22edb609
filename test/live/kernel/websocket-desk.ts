/** Clients that nobody here wrote, on a WebSocket of the live device; tshark reads what it captured. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { DEBIAN_PYTHON } from '../../../scripts/setup/tools.mjs';
import { whyMissing } from '../../tools.ts';
import { tshark } from '../../tshark.ts';
import { DEVICE_IP, type Desk } from './desk.ts';
import { KA_SEND_MS, NO_DATA_MS, onDesk, POLL_MS, TCP_TIMEOUT_MS } from './on-desk.ts';
import { ORIGIN, shows, withPage } from './page.ts';
import { rest } from './saying.ts';

const fileHere = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const URL_OF_DEVICE = `ws://${DEVICE_IP}/`;
const SPEC = { sockets: [{ port: 80, count: 2, protocol: 'websocket', websocket: { origins: [ORIGIN] } }] };
/** The key and the answer of RFC 6455 section 1.2. */
const [KEY, ACCEPT] = ['dGhlIHNhbXBsZSBub25jZQ==', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='];

export function onWebsocketDesk(chip: string): void {
  onDesk(
    `${chip}: Chromium, ws, python3-websockets and curl on a WebSocket`,
    { ...SPEC, chip },
    async (desk, context) => {
      const reason = whyMissing('chromium', 'curl', 'websockets');
      context.skip(reason !== null, reason ?? '');
      await desk.powerUp(2, '--pcap', 'own.pcapng');
      await desk.beside(process.execPath, fileHere('ws-client.mjs'), URL_OF_DEVICE).done();
      await desk.beside(DEBIAN_PYTHON, fileHere('websockets_client.py'), URL_OF_DEVICE).done();
      await curlAsks(desk);
      await withPage(desk, async (page) => {
        await shows(page, '#state', 'connected');
        await page.click('button');
        await shows(page, '#log', 'hello');
        await cableIsOut(desk);
        await shows(page, '#state', 'no answer');
        desk.press('c');
        await desk.seen(/^cable mended$/);
        await shows(page, '#state', 'connected');
      });
      await desk.arrivedIn('own.pcapng');
      expect(await desk.quit()).toBe(0);
      dissected(readFileSync(join(desk.folder, 'own.pcapng')));
    },
  );
}

/** What is no WebSocket gets an answer of HTTP, and what is gets one of the RFC. */
async function curlAsks(desk: Desk): Promise<void> {
  const words = ['--silent', '--include', '--no-buffer', '--max-time', '2'];
  /** Again while both sockets are on their way back from the connections before. */
  const ask = async (...more: readonly string[]): Promise<string> =>
    (await rest(desk.beside('curl', ...words, ...more, `http://${DEVICE_IP}/`))) || ask(...more);
  expect(await ask()).toMatch(/^HTTP\/1\.1 426 Upgrade Required[\s\S]*426 Upgrade Required$/);
  const headers = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${KEY}`,
  ];
  const answer = await ask(...headers.flatMap((line) => ['--header', line]));
  expect(answer).toMatch(/^HTTP\/1\.1 101 /);
  expect(answer).toContain(`Sec-WebSocket-Accept: ${ACCEPT}`);
}

/** The device frees the page's socket within the bound. */
async function cableIsOut(desk: Desk): Promise<void> {
  desk.press('c');
  const cut = await desk.seen(/^cable cut$/);
  const detected = await desk.seen(/^socket \d: ESTABLISHED → CLOSED \(timeout\)$/);
  expect(detected.atMs - cut.atMs).toBeLessThanOrEqual(NO_DATA_MS + KA_SEND_MS + TCP_TIMEOUT_MS + POLL_MS);
  await desk.seen(/listens again$/);
}

/** tshark takes the capture for WebSockets, and complains of nothing that the device has sent. */
function dissected(capture: Uint8Array): void {
  const rows = tshark(capture, [
    'ip.src',
    'websocket.opcode',
    'websocket.mask',
    '_ws.malformed',
    '_ws.expert.severity',
  ]);
  const fromDevice = rows.filter(([source, opcode]) => source === DEVICE_IP && opcode !== '');
  const opcodes = new Set(fromDevice.flatMap(([, opcode = '']) => opcode.split(';')));
  expect([...opcodes].map(Number).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 8, 10]);
  expect(
    fromDevice.flatMap(([, , mask = '']) => mask.split(';')).filter((mask) => mask !== '0' && mask !== 'False'),
  ).toEqual([]);
  expect(rows.filter(([, , , malformed]) => malformed !== '')).toEqual([]);
}
