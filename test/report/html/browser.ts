/** The report page in headless Chromium, Debian's. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { CHROMIUM } from '../../../scripts/setup/tools.mjs';
import { skipSuite } from '../../skip-suite.ts';
import { whyMissing } from '../../tools.ts';

/** Why nothing can be tried; null when it can. */
const WHY_SKIPPED = whyMissing('chromium');

/** Tests with a browser; without one each is skipped, with the reason. */
export function withChromium(name: string, tests: (open: Open) => void): void {
  describe(name, () => {
    skipSuite(WHY_SKIPPED);
    tests(prepare());
  });
}

export interface Wish {
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** A phone: fingers, and no pointer that hovers. */
  readonly isPhone?: boolean;
  readonly scheme?: 'light' | 'dark';
}

/** A page that is open, and what it complained of or asked for. */
export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

export type Open = (html: string, wish?: Wish) => Promise<Opened>;

function prepare(): Open {
  let browser: Browser | null = null;
  const folder = mkdtempSync(join(tmpdir(), 'keepwire-report-'));
  beforeAll(async () => {
    if (WHY_SKIPPED !== null) return;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return async (html, { widthPx = 1400, heightPx = 900, scheme = 'light', isPhone = false } = {}) => {
    const file = join(folder, 'report.html');
    writeFileSync(file, html);
    const page = await (browser as Browser).newPage({
      viewport: { width: widthPx, height: heightPx },
      colorScheme: scheme,
      ...(isPhone ? { isMobile: true, hasTouch: true } : {}),
    });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    const { href } = pathToFileURL(file);
    await page.goto(href);
    return { page, complaints, requests };
  };
}
