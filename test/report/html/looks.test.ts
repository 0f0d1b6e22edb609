/** What can be said of the page's looks in numbers. */
import { beforeAll, describe, expect, test } from 'vitest';
import { htmlReport } from '../../../simulator/report/html/report.ts';
import { builtIn } from '../../whole/play.ts';
import { withChromium } from './browser.ts';
import { brisk, reportedRun } from './runs.ts';

let html = '';
beforeAll(async () => {
  const firmware = await brisk();
  const names = ['echo', 'cable-cut', 'orderly-close', 'all-slots-dead'];
  html = htmlReport(names.map((name) => reportedRun(firmware, builtIn(name))));
});

/** Each text's contrast with what it stands on (WCAG 2, relative luminance), the least of all. */
const LEAST_CONTRAST = `(() => {
  const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgb = (colour) => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => { const [x, y] = [light(rgb(a)), light(rgb(b))].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const ground = (element) => { for (let e = element; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (rgb(c)[3] === 255) return c; } return getComputedStyle(document.documentElement).backgroundColor; };
  const found = [];
  for (const text of document.querySelectorAll('svg text')) {
    const under = text.classList.contains('inside') ? getComputedStyle(text.parentNode.querySelector('.fill')).fill : ground(text.closest('.card'));
    found.push([contrast(getComputedStyle(text).fill, under), text.textContent]);
  }
  for (const element of document.querySelectorAll('main *:not(svg *):not(script)')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (own && !element.disabled && element.getClientRects().length > 0) found.push([contrast(getComputedStyle(element).color, ground(element)), element.textContent]);
  }
  return found.sort((a, b) => a[0] - b[0])[0].concat(found.length);
})()`;

/** Labels that leave the drawing, and those of one lane that lie upon each other. */
const BAD_LABELS = `[...document.querySelectorAll('.stage svg')].flatMap((svg) => {
  const outer = svg.getBoundingClientRect();
  const out = [...svg.querySelectorAll('text')].filter((text) => { const box = text.getBoundingClientRect(); return box.left < outer.left - 1 || box.right > outer.right + 1; });
  const upon = [...svg.querySelectorAll('.lane')].flatMap((lane) => {
    const texts = [...lane.querySelectorAll('text')].map((text) => ({ text, box: text.getBoundingClientRect() }));
    return texts.flatMap((a, i) => texts.slice(i + 1).filter((b) => Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 4).map((b) => a.text.textContent + ' / ' + b.text.textContent));
  });
  return [...out.map((text) => text.textContent), ...upon];
})`;

withChromium('the looks of the report page', (open) => {
  describe.each([400, 1400])('%i px wide', (widthPx) => {
    test('nothing is wider than the page, and no label lies upon another', async () => {
      const { page } = await open(html, { widthPx });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(widthPx);
      expect(await page.evaluate(BAD_LABELS)).toEqual([]);
      const last = page.locator('.stage').last();
      await last.focus();
      await page.keyboard.press('ArrowDown');
      for (let presses = 0; presses < 8; presses++) await page.keyboard.press('+');
      expect(await page.evaluate(BAD_LABELS)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(widthPx);
    });
  });

  test.each(['light', 'dark'] as const)(
    'texts in the %s scheme have the contrast that WCAG 2 AA asks for',
    async (scheme) => {
      const { page } = await open(html, { scheme });
      const ground = (await page.evaluate('getComputedStyle(document.body).backgroundColor')) as string;
      const brightness = Math.max(...(ground.match(/\d+/g) ?? []).map(Number));
      expect(brightness > 128).toBe(scheme === 'light');
      const [least, text, count] = (await page.evaluate(LEAST_CONTRAST)) as [number, string, number];
      expect(count).toBeGreaterThan(100);
      expect(least, text).toBeGreaterThanOrEqual(4.5);
    },
  );

  test('on paper: white, every lane, no controls, drawn for its width', async () => {
    const { page } = await open(html, { scheme: 'dark' });
    const lanes = await page.locator('.lane').count();
    await page.evaluate(`window.printed = []; addEventListener('beforeprint', () =>
      printed.push(document.querySelectorAll('.lane').length, document.querySelector('.stage svg').viewBox.baseVal.width))`);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await page.evaluate('printed')).toEqual([lanes, 900]);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.locator('.controls').first().isVisible()).toBe(false);
    // A sheet of A4 between margins of 12 mm.
    await page.setViewportSize({ width: 703, height: 1000 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(703);
  });

  test('two engines stand side by side where there is room, and are zoomed together', async () => {
    const { run, plan } = reportedRun(await brisk(), builtIn('echo'));
    const { page } = await open(
      htmlReport([
        { run, plan },
        { run: { ...run, engine: 'arm' }, plan },
      ]),
    );
    const places = async () => (await page.locator('.stage').all()).map((stage) => stage.boundingBox());
    const [wideA, wideB] = await Promise.all(await places());
    expect(wideB?.x).toBeGreaterThan((wideA?.x ?? Infinity) + (wideA?.width ?? 0));
    await page.locator('.stage').first().press('+');
    const [axisA, axisB] = await page.locator('.axis').allTextContents();
    expect(axisB).toBe(axisA);
    await page.setViewportSize({ width: 700, height: 900 });
    const [narrowA, narrowB] = await Promise.all(await places());
    expect(narrowB?.x).toBe(narrowA?.x);
    expect(narrowB?.y).toBeGreaterThan((narrowA?.y ?? Infinity) + (narrowA?.height ?? 0));
  });

  test('contents lead to each run; charts of other scenarios are not zoomed', async () => {
    const { page } = await open(html);
    expect(await page.locator('nav tbody tr').count()).toBe(4);
    await page.locator('nav a', { hasText: 'orderly-close' }).click();
    await expect
      .poll(() => page.evaluate(`document.querySelector('#run-2').getBoundingClientRect().top`))
      .toBeLessThan(100);
    const axes = () =>
      page.locator('.stage').evaluateAll((all) => all.map((one) => one.querySelector('.axis')?.textContent));
    const before = await axes();
    await page.locator('.stage').nth(2).press('+');
    const after = await axes();
    expect(after[2]).not.toBe(before[2]);
    expect([after[0], after[1], after[3]]).toEqual([before[0], before[1], before[3]]);
  });
});
