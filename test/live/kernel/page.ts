/** A page in headless Chromium, Debian's, in the namespace of a desk. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { CHROMIUM } from '../../../scripts/setup/tools.mjs';
import { blocksOf } from '../../readme/blocks.ts';
import { DEVICE_IP, type Desk, HOST_IP } from './desk.ts';

const PORT = 8080;
/** Where the page comes from. */
export const ORIGIN = `http://${HOST_IP}:${PORT}`;

const GUIDE = readFileSync(fileURLToPath(new URL('../../../docs/websocket.md', import.meta.url)), 'utf8');

/** The page that docs/websocket.md shows, for this device. */
function pageText(): string {
  const found = blocksOf(GUIDE).find(({ info }) => info === 'page.html');
  if (found?.text.includes('192.168.1.20') !== true)
    throw new Error('docs/websocket.md shows no page for 192.168.1.20');
  return found.text.replace('192.168.1.20', DEVICE_IP);
}

const SERVER = `require('node:http').createServer((_, answer) => {
  answer.setHeader('Content-Type', 'text/html').end(require('node:fs').readFileSync('page.html'));
}).listen(${PORT}, '${HOST_IP}', () => console.log('listens'))`;

/** A server on the device's network has the page: Chromium lets no page from elsewhere speak to a local address. */
export async function withPage(desk: Desk, body: (page: Page) => Promise<void>): Promise<void> {
  const launcher = join(desk.folder, 'chromium');
  writeFileSync(launcher, `#!/bin/sh\nexec ip netns exec ${desk.namespace} ${CHROMIUM} "$@"\n`);
  chmodSync(launcher, 0o755);
  writeFileSync(join(desk.folder, 'page.html'), pageText());
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

/** When the page shows the text in one of its elements. */
export async function shows(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector, { hasText: text }).first().waitFor({ timeout: 180_000 });
}
