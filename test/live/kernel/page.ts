/** The device's own page in headless Chromium, Debian's, in the namespace of a desk. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from '../../../scripts/setup/tools.mjs';
import { blocksOf } from '../../readme/blocks.ts';
import { DEVICE_IP, type Desk, HANG_MS } from './desk.ts';

export const DOCS = fileURLToPath(new URL('../../../docs/', import.meta.url));
/** Of the picture that docs/websocket.md shows, in px. */
const VIEWPORT = { width: 480, height: 360 };
const ADDRESS = `http://${DEVICE_IP}/`;

/** The page that docs/websocket.md shows. */
export function pageText(): string {
  const found = blocksOf(readFileSync(join(DOCS, 'websocket.md'), 'utf8')).find(({ info }) => info === 'page.html');
  if (found === undefined) throw new Error('docs/websocket.md shows no page');
  return found.text;
}

/** With a profile of its own: in a private window Chromium opens no connections in advance. */
export async function withBrowser(desk: Desk, body: (browser: BrowserContext) => Promise<void>): Promise<void> {
  const launcher = join(desk.folder, 'chromium');
  writeFileSync(launcher, `#!/bin/sh\nexec ip netns exec ${desk.namespace} ${CHROMIUM} "$@"\n`);
  chmodSync(launcher, 0o755);
  const browser = await chromium.launchPersistentContext(join(desk.folder, 'profile'), {
    ...{ executablePath: launcher, args: ['--no-sandbox', '--disable-gpu'], viewport: VIEWPORT },
  });
  try {
    await body(browser);
  } finally {
    await browser.close();
  }
}

/**
 * The page in a new tab, as the device serves it. Where no socket listened, since all were on their way back, the chip
 * refuses, and Chromium loads the page again by itself.
 */
export async function openTab(browser: BrowserContext): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(ADDRESS).catch((error: unknown) => {
    if (!`${error}`.includes('ERR_CONNECTION_REFUSED')) throw error;
  });
  await page.locator('#state').waitFor({ timeout: HANG_MS });
  return page;
}

/** When the page shows the text in one of its elements. */
export async function shows(page: Page, selector: string, text: string | RegExp): Promise<void> {
  await page.locator(selector, { hasText: text }).first().waitFor({ timeout: HANG_MS });
}

/** Has the browser open a connection to the device in advance, on which it asks for nothing. */
export async function preconnect(page: Page): Promise<void> {
  await page.evaluate(
    `document.head.append(Object.assign(document.createElement('link'), { rel: 'preconnect', href: '${ADDRESS}' }))`,
  );
}

/** The status of a request by the page's script. */
export function statusOf(page: Page, path: string): Promise<number> {
  return page.evaluate(`fetch('${path}').then(({ status }) => status)`);
}
