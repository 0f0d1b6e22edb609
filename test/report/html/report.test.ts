/** The page as text: what it must not be broken by, and how large it may become. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { embeddedReportPage } from '../../../scripts/embed-report-page.ts';
import { NS_PER_MS, NS_PER_S } from '../../../simulator/clock.ts';
import { htmlReport, type Reported } from '../../../simulator/report/html/report.ts';
import type { TimelineEvent } from '../../../simulator/timeline.ts';
import { planOfText } from '../../whole/firmware.ts';
import { builtIn } from '../../whole/play.ts';
import { withChromium } from './browser.ts';
import { brisk, reportedRun } from './runs.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let cut: Reported;
beforeAll(async () => {
  cut = reportedRun(await brisk(), builtIn('cable-cut'));
});

test('the embedded copy of the page’s script and style sheet is fresh', async () => {
  const present = readFileSync(`${ROOT}simulator/report/html/page.generated.ts`, 'utf8');
  expect(present === (await embeddedReportPage()), 'run npx tsx scripts/embed-report-page.ts').toBe(true);
});

test('the page’s script has the types that it says', () => {
  const args = [`${ROOT}node_modules/typescript/bin/tsc`, '-p', `${ROOT}simulator/report/html/page`];
  expect(spawnSync(process.execPath, args, { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
});

test('equal runs give an equal page', () => {
  expect(htmlReport([cut])).toBe(htmlReport([cut]));
});

describe('the header names the periods of the sockets', () => {
  const own = { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 };
  test.each([
    ['all with the same', [{ port: 1, keepalive: own }], 'NO_DATA_PERIOD 10 s · KA_SEND_PERIOD 5 s'],
    ['none that is probed', [{ port: 1, keepalive: null }], 'no probes'],
    [
      'some with their own',
      [{ port: 1 }, { port: 2, keepalive: own }, { port: 3, keepalive: null }],
      'socket 0: NO_DATA_PERIOD 60 s, KA_SEND_PERIOD 35 s · socket 1: NO_DATA_PERIOD 10 s, KA_SEND_PERIOD 5 s · socket 2: no probes',
    ],
  ])('%s', (_name, sockets, wanted) => {
    const keepalive = { NO_DATA_PERIOD: 60, KA_SEND_PERIOD: 35 };
    const plan = planOfText(JSON.stringify({ chip: 'W5500', keepalive, timer: { prescaler: 71 }, sockets }));
    expect(htmlReport([{ ...cut, plan }])).toContain(
      `<p class="lead">W5500 · STM32F103C8 · ${wanted} · 1 run: 1 passed</p>`,
    );
  });
});

/** Ends a script, a style sheet, a title, an attribute; an entity that must stay as it is written. */
const EVIL = `</script></title></style><script>window.broken=1</script><img src=x onerror=window.broken=1>"'&lt;--><!--`;

withChromium('text from outside', (open) => {
  test('breaks nothing and is shown as it is', async () => {
    const { run, plan } = cut;
    const more: readonly TimelineEvent[] = [
      { atNs: NS_PER_S, kind: 'step', text: EVIL },
      { atNs: NS_PER_S, kind: 'trace', text: EVIL },
      { atNs: NS_PER_S, kind: 'violation', rule: EVIL, text: EVIL },
      { atNs: NS_PER_S, kind: 'peer', peer: EVIL, what: 'connected', text: EVIL },
    ];
    const timeline = [...run.timeline, ...more].sort((a, b) => a.atNs - b.atNs);
    const evil = { ...run, scenario: EVIL, title: EVIL, reasons: [EVIL], timeline };
    const { page, complaints, requests } = await open(htmlReport([{ run: evil, plan, device: EVIL }, cut]));
    expect(complaints).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(await page.evaluate('window.broken')).toBeUndefined();
    expect(await page.title()).toBe(`${EVIL}, ${plan?.name}: keepwire report`);
    expect(await page.locator('#run-0 .run-title').textContent()).toBe(EVIL);
    expect(await page.locator('nav tbody th').first().textContent()).toBe(EVIL);
    const lanes = page.locator('#run-0 .lane');
    expect(await lanes.evaluateAll((all) => all.map((one) => one.getAttribute('data-lane')))).toEqual(
      expect.arrayContaining(['Violations', 'Trace']),
    );
    await page.locator('#run-0 [data-lane="Trace"] .flag').hover({ force: true });
    expect(await page.locator('#run-0 .tip strong').textContent()).toBe(EVIL);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('a long run stays a small page that answers at once', async () => {
    const events = hourOfProbes();
    const { run, plan } = cut;
    const long = { ...run, detections: [], timeline: events, stats: { ...run.stats, simulatedMs: 3_600_000 } };
    const html = htmlReport([{ run: long, plan }]);
    expect(Buffer.byteLength(html)).toBeLessThan(2_000_000);
    const { page, complaints } = await open(html);
    expect(complaints).toEqual([]);
    const probes = page.locator('[data-lane="Probes"] .mark[data-kind^="probe"]');
    const counts = await probes.evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-count'))));
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(8 * 3599);
    expect((await page.evaluate('document.querySelectorAll("svg *").length')) as number).toBeLessThan(25_000);
  });
});

/** Eight sockets, a probe and its answer each second on each: some 115,000 events. */
function hourOfProbes(): readonly TimelineEvent[] {
  const sockets = [0, 1, 2, 3, 4, 5, 6, 7];
  const bytes = new Uint8Array(60);
  const begin = sockets.map(
    (socket): TimelineEvent => ({
      ...{ atNs: NS_PER_MS, kind: 'socket-state', socket, from: 'SYNRECV', to: 'ESTABLISHED', cause: 'handshake' },
    }),
  );
  const seconds = Array.from({ length: 3599 }, (_, index) => index + 1);
  const rest = seconds.flatMap((second) =>
    sockets.flatMap((socket): readonly TimelineEvent[] => {
      const atNs = second * NS_PER_S + socket * NS_PER_MS;
      const summary = `TCP 192.168.1.20:5000 > 192.168.1.10:${49152 + socket} [ACK] seq=${atNs} ack=1 len=1`;
      return [
        { atNs, kind: 'probe', socket, attempt: 0 },
        { atNs, kind: 'frame', from: 'device', summary, bytes },
        { atNs: atNs + 1000, kind: 'frame', from: 'client', summary, bytes },
        { atNs: atNs + 1000, kind: 'probe-answered', socket },
      ];
    }),
  );
  return [...begin, ...rest];
}
