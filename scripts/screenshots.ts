/**
 * Makes the pictures of the report page for `README.md`, from real runs of the built command line: `npm run screenshots`
 * writes them into `docs`, `npm run screenshots -- FOLDER` into another folder.
 *
 * Their size in px is fixed; what their text looks like rests on the fonts that the system has.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM } from './setup/tools.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = resolve(process.argv[2] ?? join(ROOT, 'docs'));
const SPEC = 'examples/w5500-minimal.json';
const SCENARIO = 'cable-cut';
/** A README with pictures must stay quick to load. */
const MOST_BYTES = 200_000;

interface Picture {
  readonly file: string;
  readonly scheme: 'light' | 'dark';
  readonly widthPx: number;
  readonly heightPx: number;
  /** The mark that the pointer is on. */
  readonly hover?: string;
}

const PICTURES: readonly Picture[] = [
  { file: 'report-cable-cut.png', scheme: 'light', widthPx: 820, heightPx: 1362 },
  {
    file: 'report-cable-cut-dark.png',
    scheme: 'dark',
    widthPx: 820,
    heightPx: 1076,
    hover: '[data-lane="Probes"] [data-kind="probe, no answer"]',
  },
];

function simulate(page: string): void {
  const args = ['dist/keepwire.js', 'simulate', SPEC, '--scenario', SCENARIO, '--report', page];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`keepwire simulate ended with ${status}`);
}

async function take(browser: Browser, html: string, picture: Picture): Promise<void> {
  const { file, scheme, widthPx, heightPx, hover } = picture;
  const page = await browser.newPage({ viewport: { width: widthPx, height: heightPx }, colorScheme: scheme });
  await page.goto(pathToFileURL(html).href);
  if (hover !== undefined) await page.locator(hover).first().hover({ force: true });
  const path = join(OUT, file);
  await page.screenshot({ path });
  await page.close();
  const { size } = statSync(path);
  if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}`);
  console.log(`${path}  ${widthPx} × ${heightPx} px, ${Math.round(size / 1000)} kB`);
}

mkdirSync(OUT, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'keepwire-screenshots-'));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const html = join(folder, 'report.html');
  simulate(html);
  for (const picture of PICTURES) await take(browser, html, picture);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
