/** A page in headless Chromium, Debian's, in the namespace of a desk. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { CHROMIUM } from '../../../scripts/setup/tools.mjs';
import { DEVICE_IP, type Desk, HOST_IP } from './desk.ts';

const PORT = 8080;
/** Where the page comes from. */
export const ORIGIN = `http://${HOST_IP}:${PORT}`;

/** Connects, says what happens in `log`, ticks so that it notices an end, and connects again half a second after one. */
const PAGE = `<!doctype html><title>echo</title><script>
const log = [];
let ticks = null;
function connect() {
  const socket = new WebSocket('ws://${DEVICE_IP}/');
  socket.onopen = () => {
    log.push('open');
    socket.send('hello');
    ticks = setInterval(() => socket.send('tick'), 250);
  };
  socket.onmessage = ({ data }) => log.push(data);
  socket.onclose = ({ code }) => {
    log.push('closed ' + code);
    clearInterval(ticks);
    setTimeout(connect, 500);
  };
}
connect();
</script>`;

const SERVER = `require('node:http').createServer((_, answer) => {
  answer.setHeader('Content-Type', 'text/html').end(require('node:fs').readFileSync('page.html'));
}).listen(${PORT}, '${HOST_IP}', () => console.log('listens'))`;

/** A server on the device's network has the page: Chromium lets no page from elsewhere speak to a local address. */
export async function withPage(desk: Desk, body: (page: Page) => Promise<void>): Promise<void> {
  const launcher = join(desk.folder, 'chromium');
  writeFileSync(launcher, `#!/bin/sh\nexec ip netns exec ${desk.namespace} ${CHROMIUM} "$@"\n`);
  chmodSync(launcher, 0o755);
  writeFileSync(join(desk.folder, 'page.html'), PAGE);
  const server = desk.beside(process.execPath, '-e', SERVER);
  await server.line();
  const browser = await chromium.launch({ executablePath: launcher, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    await page.goto(`${ORIGIN}/`);
    await body(page);
  } finally {
    await browser.close();
    server.kill();
  }
}

/** When the page's log has so many lines of a kind. */
export async function logged(page: Page, line: string, count = 1): Promise<void> {
  const isThere = `log.filter((it) => it.startsWith(${JSON.stringify(line)})).length >= ${count}`;
  await page.waitForFunction(isThere, undefined, { timeout: 180_000 });
}
