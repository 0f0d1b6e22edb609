/** The report page on a phone, measured in the browser. */
import { beforeAll, describe, expect, test } from 'vitest';
import { NS_PER_MS, NS_PER_S } from '../../../simulator/clock.ts';
import { htmlReport, type Reported } from '../../../simulator/report/html/report.ts';
import type { TimelineEvent } from '../../../simulator/timeline.ts';
import { builtIn } from '../../whole/play.ts';
import { withChromium } from './browser.ts';
import { brisk, reportedRun } from './runs.ts';

let html = '';
let cut: Reported;
beforeAll(async () => {
  const firmware = await brisk();
  cut = reportedRun(firmware, builtIn('cable-cut'));
  html = htmlReport([cut, ...['all-slots-dead', 'noisy-spi'].map((name) => reportedRun(firmware, builtIn(name)))]);
});

const PHONES = [
  { widthPx: 360, heightPx: 740, isPhone: true },
  { widthPx: 390, heightPx: 844, isPhone: true },
] as const;

/** Words of texts that stand on two lines; a hyphen may end a line. */
const SPLIT_WORDS = `(() => {
  const split = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('svg, script, .unseen') || node.parentElement.getClientRects().length === 0) continue;
    for (const { 0: word, index } of node.data.matchAll(/[^\\s-]+-?/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) split.push(word);
    }
  }
  return split;
})()`;

/** Words in the drawings that are no words of what they draw. */
const CUT_WORDS = `[...document.querySelectorAll('figure.chart')].flatMap((figure) => {
  const words = (text) => text.split(/[\\s"]+/).filter((word) => /^[A-Za-z]{2}/.test(word)).map((word) => word.replace(/[,;:…]+$/, ''));
  const known = new Set(JSON.stringify(JSON.parse(figure.querySelector('script').textContent)).split(/[^\\w’.+-]+|\\\\n/).flatMap((text) => [text, text.replace(/[.]+$/, '')]));
  for (const own of ['failed', 'at', 'bound', 'not', 'detected', 'after', 'rises', 'on', 'to', 'more', 'zoom', 'in', 'states', 'kB']) known.add(own);
  const drawn = [...figure.querySelectorAll('svg text')].map((text) => [...text.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join(''));
  return drawn.flatMap(words).filter((word) => !word.split(/[^\\w’.+-]+/).every((part) => part === '' || known.has(part)));
})`;

/** Of each row of the contents, what lies outside of the window or has no size. */
const UNREACHABLE = `[...document.querySelectorAll('.overview tbody tr')].flatMap((row) => [...row.children].filter((cell) => {
  const { left, right, width, height } = cell.getBoundingClientRect();
  return left < 0 || right > innerWidth || width < 20 || height < 10;
}).map((cell) => cell.textContent))`;

const COLUMN_NAMES = `[...document.querySelectorAll('.overview tbody tr:first-child td[data-column]')].map((one) =>
  getComputedStyle(one, '::before').content)`;

withChromium('the report page on a phone', (open) => {
  describe.each(PHONES)('$widthPx × $heightPx px', (phone) => {
    test('nothing is wider than the screen; each column of the contents is on it, with its name', async () => {
      const { page } = await open(html, phone);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.widthPx);
      expect(await page.evaluate(UNREACHABLE)).toEqual([]);
      const rows = page.locator('.overview tbody tr');
      expect(await rows.count()).toBe(3);
      const cells = await rows.first().locator('th, td').count();
      expect(cells).toBe(await page.locator('.overview thead th').count());
      const names = await page.evaluate(COLUMN_NAMES);
      expect(names).toEqual(['"Engine"', '"Detected after"', '"Bound"', '"Share of the bound"']);
    });

    test('no word is broken, in texts and in drawings; what the cut was is said beside its mark', async () => {
      const { page } = await open(html, phone);
      await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      expect(await page.evaluate(SPLIT_WORDS)).toEqual([]);
      expect(await page.evaluate(CUT_WORDS)).toEqual([]);
      const labels = await page.locator('#run-0 [data-lane="Scenario"] .flag text').allTextContents();
      const steps = cut.run.timeline.flatMap((event) => (event.kind === 'step' ? event.text : []));
      expect(labels).toContain('cable cut');
      expect([...labels].sort()).toEqual([...steps].sort());
    });
  });

  test('a tap tells about a mark, and the next one beside it takes it away', async () => {
    const { page } = await open(html, PHONES[0]);
    const bar = page.locator('#run-0 .latency .fill');
    await bar.scrollIntoViewIfNeeded();
    await bar.tap({ force: true });
    expect(await page.locator('#run-0 .tip').textContent()).toContain('detected after');
    expect(await page.locator('#run-0 .tip').isVisible()).toBe(true);
    await page.locator('#run-0 .axis').tap({ force: true, position: { x: 3, y: 3 } });
    expect(await page.locator('#run-0 .tip').isVisible()).toBe(false);
  });
  test('twenty cuts within a second are all named; of more steps the number is told', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `cable cut at host ${index}`);
    const cuts = names.map(
      (text, index): TimelineEvent => ({
        ...{ atNs: NS_PER_S + index * 40 * NS_PER_MS, kind: 'step', text },
        deed: { what: 'cut', at: null, directions: ['to-device'], peers: [] },
      }),
    );
    const others = Array.from(
      { length: 60 },
      (_, index): TimelineEvent => ({ atNs: NS_PER_S + index * NS_PER_MS, kind: 'step', text: `step number ${index}` }),
    );
    const timeline = [...cut.run.timeline, ...cuts, ...others].sort((a, b) => a.atNs - b.atNs);
    const { page } = await open(htmlReport([{ ...cut, run: { ...cut.run, timeline } }]), PHONES[0]);
    const labels = await page.locator('[data-lane="Scenario"] text').allTextContents();
    expect(labels).toEqual(expect.arrayContaining([...names, expect.stringMatching(/^\d+ more; zoom in$/)]));
  });
});

withChromium('the keys', (open) => {
  test('act without a click on the chart in the window, and leave scrolling to the page', async () => {
    const { page } = await open(html);
    const axis = (run: number) => page.locator(`#run-${run} .axis`).textContent();
    const whole = await axis(1);
    await page.locator('#run-1 .stage').evaluate((stage) => stage.scrollIntoView());
    await page.keyboard.press('+');
    expect(await axis(1)).not.toBe(whole);
    await page.keyboard.press('0');
    expect(await axis(1)).toBe(whole);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#run-1 .tip').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    const before = (await page.evaluate('scrollY')) as number;
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.evaluate('scrollY')).toBeGreaterThan(before);
  });
});

interface Used {
  readonly lane: string;
  readonly kind: string | null;
  readonly colour: string;
}

const COLOURS = `(where) => [...document.querySelectorAll(where)].map((one) => ({
  lane: one.closest('.lane')?.dataset.lane ?? one.closest('dd').dataset.of,
  kind: (one.closest('dd') ?? one).dataset.kind ?? null,
  colour: getComputedStyle(one).getPropertyValue('--tone'),
}))`;

withChromium('the legend', (open) => {
  test.each(['light', 'dark'] as const)('holds each colour that a lane uses, and each kind: %s', async (scheme) => {
    const { page } = await open(html, { scheme });
    for (const run of [0, 2]) {
      const where = `#run-${run}`;
      const toned = ['t-good', 't-calm', 't-busy', 't-bad', 't-off', 't-probe', 't-note'].map((tone) => `.${tone}`);
      const drawn = (await page.evaluate(`(${COLOURS})('${where} .lane :is(${toned})')`)) as readonly Used[];
      const told = (await page.evaluate(`(${COLOURS})('${where} .legend .key')`)) as readonly Used[];
      expect(drawn.length).toBeGreaterThan(20);
      for (const { lane, kind, colour } of drawn) {
        const alike = told.filter((one) => one.lane === lane && one.colour === colour);
        expect(alike, `${lane}: ${kind} in ${colour}`).not.toEqual([]);
        const lanesWithKinds = ['Scenario', 'Link', 'Peers', 'Sockets', 'Probes', 'Frames', 'Commands', 'Firmware'];
        if (lanesWithKinds.includes(lane)) expect(alike.map((one) => one.kind)).toContain(kind);
      }
    }
    expect(await page.locator('#run-0 .legend dd').first().isVisible()).toBe(true);
    const shade = (of: string) => page.evaluate(`getComputedStyle(document.querySelector('#run-0 ${of} .shade')).fill`);
    expect(await shade('.legend')).toBe(await shade('.stage'));
  });
});
