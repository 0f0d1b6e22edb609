/** Behaviour of the page, and its values held against the run. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { htmlReport, type Reported } from '../../../simulator/report/html/report.ts';
import { builtIn } from '../../whole/play.ts';
import { type Opened, withChromium } from './browser.ts';
import { brisk, reportedRun } from './runs.ts';

let cut: Reported;
let html = '';
beforeAll(async () => {
  cut = reportedRun(await brisk(), builtIn('cable-cut'));
  html = htmlReport([cut]);
});

const ticks = (page: Page) => page.locator('.axis text').allTextContents();
const tip = (page: Page) => page.locator('.tip');
/** Marks may stand for several. */
const count = async (page: Page, selector: string): Promise<number> =>
  (
    await page.locator(selector).evaluateAll((marks) => marks.map((mark) => Number(mark.getAttribute('data-count'))))
  ).reduce((sum, one) => sum + one, 0);
const lane = (title: string) => `[data-lane="${title}"]`;
const boxOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not to be seen`);
  return box;
};

withChromium('the report page', (open) => {
  describe('values', () => {
    test('each lane is there; nothing complains and nothing is loaded', async () => {
      const { page, complaints, requests } = await open(html);
      const lanes = await page.locator('.lane').evaluateAll((all) => all.map((one) => one.getAttribute('data-lane')));
      expect(lanes).toEqual([
        'Detection',
        'Scenario',
        'Link',
        'Peers',
        'Sockets',
        'Silence',
        'Probes',
        'Frames',
        'Commands',
        'SPI',
        'Firmware',
      ]);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([page.url()]);
    });

    test('latency and bound in words and as lengths', async () => {
      const { page } = await open(html);
      const { latencyMs, boundMs } = cut.run.detections[0] as { latencyMs: number; boundMs: number };
      const latency = `${(latencyMs / 1000).toFixed(3)} s`;
      expect(await page.locator('.result .main dd').textContent()).toBe(latency);
      expect(await page.locator('.latency .inside').textContent()).toBe(`detected after ${latency}`);
      const bar = await boxOf(page, '.latency .fill');
      const line = await boxOf(page, '.latency .bound');
      expect(bar.width / (line.x + line.width / 2 - bar.x)).toBeCloseTo(latencyMs / boundMs, 2);
    });

    test('as many marks as events', async () => {
      const { page } = await open(html);
      const events = cut.run.timeline;
      const of = (isMeant: (event: (typeof events)[number]) => boolean) => events.filter(isMeant).length;
      const probes = await count(page, `${lane('Probes')} .mark[data-kind^="probe"]`);
      expect(probes).toBe(of((event) => event.kind === 'probe' && event.attempt === 0));
      expect(probes).toBeGreaterThan(0);
      const repeats = of((event) => event.kind === 'probe' && event.attempt > 0);
      expect(repeats).toBeGreaterThan(0);
      expect(await count(page, `${lane('Probes')} .mark[data-kind="repeat"]`)).toBe(repeats);
      expect(await count(page, `${lane('Frames')} .mark`)).toBe(of(({ kind }) => kind === 'frame'));
      expect(await count(page, `${lane('Scenario')} .flag`)).toBe(of(({ kind }) => kind === 'step'));
    });

    test('thresholds of the plan, states of the socket, bytes over SPI as the engine counted them', async () => {
      const { page } = await open(html);
      const thresholds = await page
        .locator('.threshold')
        .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-seconds'))));
      // NO_DATA_PERIOD 2 s and KA_SEND_PERIOD 3 s: the first probe is due at 2 + 3 - 1 s.
      expect(thresholds).toEqual([2, 4]);
      const states = await page
        .locator(`${lane('Sockets')} .span`)
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-kind')));
      expect(states).toEqual([
        ...['CLOSED', 'INIT', 'LISTEN', 'SYNRECV', 'ESTABLISHED'],
        ...['CLOSED', 'INIT', 'LISTEN', 'SYNRECV', 'ESTABLISHED'],
      ]);
      const facts = (await page.locator('.facts').textContent())?.replaceAll(',', '');
      expect(cut.run.stats.engine.spiBytes).toBeGreaterThan(100);
      expect(facts).toContain(`${cut.run.stats.engine.spiBytes} bytes over SPI`);
    });
  });

  describe('pointer', () => {
    test('hover tells about a bar and about a mark, and leaves with the pointer', async () => {
      const { page } = await open(html);
      expect(await tip(page).isVisible()).toBe(false);
      await page.locator('.latency .fill').hover({ force: true });
      const { latencyMs, boundMs } = cut.run.detections[0] as { latencyMs: number; boundMs: number };
      expect(await tip(page).textContent()).toContain(`detected after ${(latencyMs / 1000).toFixed(3)} s`);
      expect(await tip(page).textContent()).toContain(`bound ${(boundMs / 1000).toFixed(3)} s`);
      await page.locator(`${lane('Probes')} .mark[data-kind="timeout"]`).hover({ force: true });
      const { closedAtMs } = cut.run.detections[0] as { closedAtMs: number };
      expect(await tip(page).textContent()).toMatch(new RegExp(`^timeoutat ${(closedAtMs / 1000).toFixed(3)} s`));
      await page.mouse.move(5, 5);
      expect(await tip(page).isVisible()).toBe(false);
    });

    test('drag shows the part that was dragged over, buttons more or less of it', async () => {
      const { page } = await open(html);
      const whole = await ticks(page);
      const { x, y } = await boxOf(page, '.stage svg');
      await page.mouse.move(x + 300, y + 60);
      await page.mouse.down();
      await page.mouse.move(x + 420, y + 90, { steps: 4 });
      await page.mouse.up();
      const part = await ticks(page);
      expect(part).not.toEqual(whole);
      await page.getByRole('button', { name: 'Zoom in' }).click();
      expect(await ticks(page)).not.toEqual(part);
      await page.getByRole('button', { name: 'whole run' }).click();
      expect(await ticks(page)).toEqual(whole);
    });

    test('the wheel zooms with Ctrl and once the chart is chosen; else the page scrolls', async () => {
      const { page } = await open(html);
      const whole = await ticks(page);
      const { x, y } = await boxOf(page, '.stage svg');
      await page.mouse.move(x + 500, y + 200);
      await page.mouse.wheel(0, 100);
      await expect.poll(() => page.evaluate('scrollY')).toBeGreaterThan(0);
      expect(await ticks(page)).toEqual(whole);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -400);
      await page.keyboard.up('Control');
      await expect.poll(() => ticks(page)).not.toEqual(whole);
      await page.mouse.dblclick(x + 500, y + 100);
      expect(await ticks(page)).toEqual(whole);
      await page.mouse.wheel(0, -400);
      await expect.poll(() => ticks(page)).not.toEqual(whole);
    });
  });

  describe('keyboard', () => {
    const atChart = async ({ page }: Opened) => {
      for (let presses = 0; presses < 9; presses++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate('document.activeElement.className === "stage"')) return;
      }
      throw new Error('Tab does not reach the chart');
    };

    test('arrows go from event to event and from row to row; Esc closes', async () => {
      const opened = await open(html);
      const { page } = opened;
      await atChart(opened);
      await page.keyboard.press('ArrowRight');
      expect(await tip(page).textContent()).toContain('detected after');
      await page.keyboard.press('ArrowDown');
      const first = await tip(page).textContent();
      await page.keyboard.press('ArrowRight');
      const second = await tip(page).textContent();
      expect(second).not.toBe(first);
      expect(await page.locator('[aria-live]').textContent()).toContain('Scenario');
      await page.keyboard.press('ArrowLeft');
      expect(await tip(page).textContent()).toBe(first);
      await page.keyboard.press('Escape');
      expect(await tip(page).isVisible()).toBe(false);
    });

    test('plus and minus zoom, the focus is seen, Home shows all', async () => {
      const opened = await open(html);
      const { page } = opened;
      await atChart(opened);
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      const whole = await ticks(page);
      await page.keyboard.press('+');
      const nearer = await ticks(page);
      expect(nearer).not.toEqual(whole);
      await page.keyboard.press('+');
      await page.keyboard.press('-');
      expect(await ticks(page)).toEqual(nearer);
      await page.keyboard.press('Home');
      expect(await ticks(page)).toEqual(whole);
    });

    test('the view follows to events outside of it', async () => {
      const opened = await open(html);
      const { page } = opened;
      await atChart(opened);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      for (let presses = 0; presses < 10; presses++) await page.keyboard.press('+');
      for (let presses = 0; presses < 12; presses++) await page.keyboard.press('ArrowRight');
      const steps = cut.run.timeline.filter(({ kind }) => kind === 'step');
      const last = steps.at(-1);
      expect(await tip(page).textContent()).toContain(last?.kind === 'step' ? last.text : '?');
    });
  });
});

withChromium('peers', (open) => {
  test.each([
    ['cable-cut', 'client', ['connected', 'cut off', 'connected']],
    ['power-cut', 'client', ['connected', 'powered off']],
    ['peer-reboot', 'client', ['connected', 'rebooted']],
    ['orderly-close', 'client', ['connected', 'has ended its side', 'closed']],
    ['chip-reset', 'clients-0', ['connected']],
  ])('%s: as the peer sees it', async (name, peer, states) => {
    const { page } = await open(htmlReport([reportedRun(await brisk(), builtIn(name))]));
    const spans = page.locator(`${lane('Peers')} .span`);
    expect(
      await page
        .locator(`${lane('Peers')} title`)
        .first()
        .textContent(),
    ).toBe(peer);
    const [top, ...rest] = await Promise.all((await spans.all()).map((span) => span.boundingBox()));
    const inFirstRow = 1 + rest.filter((box) => box?.y === top?.y).length;
    const kinds = await spans.evaluateAll((all) => all.map((one) => one.getAttribute('data-kind')));
    expect(kinds.slice(0, inFirstRow)).toEqual(states);
  });
});
