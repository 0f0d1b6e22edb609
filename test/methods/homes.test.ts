/** What is known about a method stands in its folders; everything else knows the registry. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** It names the files that version 0.1 wrote, which do not change any more. */
const HISTORY = 'generator/emit/migration/';
const FOLDERS = ['contract', 'document', 'generator', 'live', 'peer', 'scripts', 'simulator', 'templates', 'values'];
/** The registry, and two for what has the same name elsewhere: Swoole's heartbeat_idle_time is one of the simulator's peers. */
const MOST_FILES = 3;

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name)),
).filter((path) => /\.(ts|mjs|cjs|c|h|hbs)$/.test(path) && !/\.generated\./.test(path) && !path.startsWith(HISTORY));
const texts = new Map(files.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));

test.each([
  ['primer', /primer/i],
  ['heartbeat', /heartbeat/i],
  ['ask', /askSchema|AskPlan|askFirmware|kw_ask/],
  ['ping', /pingSchema|PingPlan|pingFirmware|kw_ping/],
  ['goodbye', /goodbye/i],
  ['idle', /closeAfterS\b|checkEveryS|close_after|kw_idle/],
  ['send-timeout', /sendTimeout|kw_send_timeout/i],
  ['link', /linkSchema|LinkPlan|linkFirmware|KW_LINK|link_hold/i],
  ['health', /healthSchema|HealthPlan|healthFirmware|KW_HEALTH/i],
])('%s', (method, words) => {
  const isHome = (path: string): boolean => path.includes(`/methods/${method}/`);
  const all = [...texts].filter(([, text]) => words.test(text)).map(([path]) => path);
  expect(all.filter(isHome).length).toBeGreaterThan(2);
  const outside = all.filter((path) => !isHome(path));
  expect(outside.length, outside.join(', ')).toBeLessThanOrEqual(MOST_FILES);
});
