/** Clients that nobody here wrote, on a WebSocket of the live device; tshark reads what it captured. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { DEBIAN_PYTHON } from '../../../scripts/setup/tools.mjs';
import { whyMissing } from '../../tools.ts';
import { tshark } from '../../tshark.ts';
import { DEVICE_IP, type Desk } from './desk.ts';
import { KA_SEND_MS, NO_DATA_MS, onDesk, POLL_MS, TCP_TIMEOUT_MS } from './on-desk.ts';
import { DOCS, openTab, pageText, preconnect, shows, statusOf, withBrowser } from './page.ts';
import { rest } from './saying.ts';

const fileHere = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const URL_OF_DEVICE = `ws://${DEVICE_IP}/ws`;
const HANDSHAKE_S = 3;
const SPEC = {
  sockets: [
    {
      ...{ port: 80, count: 3, protocol: 'websocket' },
      websocket: { path: '/ws', page: 'page.html', handshakeS: HANDSHAKE_S },
    },
  ],
};
/** The key and the answer of RFC 6455 section 1.2. */
const [KEY, ACCEPT] = ['dGhlIHNhbXBsZSBub25jZQ==', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='];

export function onWebsocketDesk(chip: string): void {
  onDesk(
    `${chip}: Chromium, ws, python3-websockets and curl on a WebSocket and its page`,
    { ...SPEC, chip },
    async (desk, context) => {
      const reason = whyMissing('chromium', 'curl', 'websockets');
      context.skip(reason !== null, reason ?? '');
      await desk.powerUp(3, '--pcap', 'own.pcapng');
      await desk.beside(process.execPath, fileHere('ws-client.mjs'), URL_OF_DEVICE).done();
      await desk.beside(DEBIAN_PYTHON, fileHere('websockets_client.py'), URL_OF_DEVICE).done();
      await curlAsks(desk);
      await withBrowser(desk, async (browser) => {
        const page = await openTab(browser);
        await noticesTheCable(desk, page);
        await isPictured(page);
        await preconnects(desk, browser, page);
      });
      await desk.arrivedIn('own.pcapng');
      expect(await desk.quit()).toBe(0);
      dissected(readFileSync(join(desk.folder, 'own.pcapng')));
    },
    { 'page.html': pageText() },
  );
}

/** The page, and what is no page and no WebSocket, gets an answer of HTTP, and what is one gets one of the RFC. */
async function curlAsks(desk: Desk): Promise<void> {
  const words = ['--silent', '--include', '--no-buffer', '--max-time', '2'];
  /** Again while the sockets are on their way back from the connections before. */
  const ask = async (path: string, ...more: readonly string[]): Promise<string> =>
    (await rest(desk.beside('curl', ...words, ...more, `http://${DEVICE_IP}${path}`))) || ask(path, ...more);
  const served = await ask('/', '--compressed');
  expect(served).toMatch(/^HTTP\/1\.1 200 OK\n([^\n]+\n)*Content-Encoding: gzip\n/);
  expect(served.slice(served.indexOf('\n\n') + 2).trimEnd()).toBe(pageText().trimEnd());
  expect(await ask('/favicon.ico')).toMatch(/^HTTP\/1\.1 404 Not Found/);
  expect(await ask('/ws')).toMatch(/^HTTP\/1\.1 426 Upgrade Required[\s\S]*426 Upgrade Required$/);
  const headers = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${KEY}`,
  ];
  const answer = await ask('/ws', ...headers.flatMap((line) => ['--header', line]));
  expect(answer).toMatch(/^HTTP\/1\.1 101 /);
  expect(answer).toContain(`Sec-WebSocket-Accept: ${ACCEPT}`);
}

async function noticesTheCable(desk: Desk, page: Page): Promise<void> {
  await shows(page, '#state', 'connected');
  await page.click('button');
  await shows(page, '#log', 'the device says hello');
  await cableIsOut(desk);
  await shows(page, '#state', 'no answer');
  desk.press('c');
  await desk.seen(/^cable mended$/);
  await shows(page, '#state', 'connected');
}

/** The device frees the page's socket within the bound. */
async function cableIsOut(desk: Desk): Promise<void> {
  desk.press('c');
  const cut = await desk.seen(/^cable cut$/);
  const detected = await desk.seen(/^socket \d: ESTABLISHED → CLOSED \(timeout\)$/);
  expect(detected.atMs - cut.atMs).toBeLessThanOrEqual(NO_DATA_MS + KA_SEND_MS + TCP_TIMEOUT_MS + POLL_MS);
  await desk.seen(/listens again$/);
}

/** What docs/websocket.md shows; KEEPWIRE_PICTURE writes it. */
async function isPictured(page: Page): Promise<void> {
  const path = join(DOCS, 'websocket.png');
  const fresh = await page.screenshot();
  if (process.env.KEEPWIRE_PICTURE !== undefined) writeFileSync(path, fresh);
  const sizeOf = (png: Buffer): readonly number[] => [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect(sizeOf(fresh)).toEqual(sizeOf(readFileSync(path)));
}

/**
 * A browser opens connections in advance, and asks for a favicon. The WebSocket that is open lives on, the idle
 * connection is ended when the time for a handshake is over, and then a second page gets its WebSocket. A third one is
 * refused, and its page is loaded all the same.
 */
async function preconnects(desk: Desk, browser: BrowserContext, page: Page): Promise<void> {
  const ended = await afterHints(desk, page);
  const socket = ended.text.slice(0, 'socket 0'.length);
  const begun = desk.lines.findLast(
    ({ text, atMs }) => text.startsWith(`${socket}: ESTABLISHED with`) && atMs < ended.atMs,
  );
  const heldMs = ended.atMs - (begun?.atMs ?? 0);
  expect([heldMs >= 1000 * HANDSHAKE_S, heldMs <= 1000 * HANDSHAKE_S + 2 * POLL_MS], `${heldMs} ms`).toEqual([
    true,
    true,
  ]);
  expect(await statusOf(page, '/favicon.ico')).toBe(404);
  const second = await openTab(browser);
  await shows(second, '#state', 'connected');
  const third = await openTab(browser);
  await shows(third, '#state', 'closed');
  await shows(page, '#state', 'connected');
  await second.close();
  await shows(third, '#state', 'connected');
}

/** A preconnect is a hint (HTML standard, link type preconnect), which a browser may ignore: it is given again. */
const MOST_HINTS = 5;

/** The end of a connection that the browser has opened in advance, and left idle. */
async function afterHints(desk: Desk, page: Page, hint = 1): ReturnType<Desk['seen']> {
  await preconnect(page);
  const end = /^socket \d: firmware reports the end, reason no-handshake$/;
  if (hint === MOST_HINTS) return desk.seen(end);
  return desk.seen(end, 3000 * HANDSHAKE_S).catch(() => afterHints(desk, page, hint + 1));
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
