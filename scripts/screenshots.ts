/**
 * Makes the pictures of the report page for `README.md`, from real runs of the built command line: `npm run screenshots`.
 * Their size in px is fixed; what their text looks like rests on the fonts that the system has.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM } from './setup/tools.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SPEC = 'examples/w5500-minimal.json';
/** A README with pictures must stay quick to load. */
const MOST_BYTES = 200_000;

interface Picture {
  readonly file: string;
  readonly scenarios: readonly string[];
  readonly scheme: 'light' | 'dark';
  readonly widthPx: number;
  readonly heightPx: number;
  /** The mark that the pointer is on. */
  readonly hover?: string;
}

const PICTURES: readonly Picture[] = [
  { file: 'report-cable-cut.png', scenarios: ['cable-cut'], scheme: 'light', widthPx: 820, heightPx: 1420 },
  {
    file: 'report-cable-cut-dark.png',
    scenarios: ['cable-cut'],
    scheme: 'dark',
    widthPx: 820,
    heightPx: 1076,
    hover: '[data-lane="Probes"] [data-kind="probe, no answer"]',
  },
  {
    file: 'report-overview.png',
    scenarios: ['echo', 'cable-cut', 'power-cut', 'peer-reboot', 'orderly-close', 'cut-while-sending'],
    scheme: 'light',
    widthPx: 820,
    heightPx: 450,
  },
];

function simulate(scenarios: readonly string[], page: string): void {
  const chosen = scenarios.flatMap((name) => ['--scenario', name]);
  const args = ['dist/keepwire.js', 'simulate', SPEC, ...chosen, '--report', page];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`keepwire simulate ended with ${status}`);
}

async function take(browser: Browser, folder: string, picture: Picture): Promise<void> {
  const { file, scenarios, scheme, widthPx, heightPx, hover } = picture;
  const html = join(folder, `${file}.html`);
  simulate(scenarios, html);
  const page = await browser.newPage({ viewport: { width: widthPx, height: heightPx }, colorScheme: scheme });
  await page.goto(pathToFileURL(html).href);
  if (hover !== undefined) await page.locator(hover).first().hover({ force: true });
  const path = join(ROOT, 'docs', file);
  await page.screenshot({ path });
  await page.close();
  const { size } = statSync(path);
  if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}`);
  console.log(`docs/${file}  ${widthPx} × ${heightPx} px, ${Math.round(size / 1000)} kB`);
}

mkdirSync(join(ROOT, 'docs'), { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'keepwire-screenshots-'));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const picture of PICTURES) await take(browser, folder, picture);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
