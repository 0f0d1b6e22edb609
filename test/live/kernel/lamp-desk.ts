/** The example with a page, on the live device in Chromium: its page shows what comes and the state, and comes back. */
import { readFileSync } from 'node:fs';
import { whyMissing } from '../../tools.ts';
import { EXAMPLES_FOLDER } from '../../whole/firmware.ts';
import { onDesk } from './on-desk.ts';
import { openTab, shows, withBrowser } from './page.ts';

const fileOf = (name: string): string => readFileSync(`${EXAMPLES_FOLDER}applications/${name}`, 'utf8');
const { keepalive, timer, ...EXAMPLE } = JSON.parse(fileOf('websocket.json').replaceAll(/\/\/.*$/gm, ''));

export function onLampDesk(chip: string): void {
  onDesk(
    `${chip}: the page of examples/applications/websocket.json`,
    { ...EXAMPLE, chip },
    async (desk, context) => {
      const reason = whyMissing('chromium');
      context.skip(reason !== null, reason ?? '');
      await desk.powerUp(3);
      await withBrowser(desk, async (browser) => {
        const page = await openTab(browser);
        await shows(page, '#state', 'connected');
        await page.getByRole('button', { name: 'On' }).click();
        await shows(page, '#log', 'device: lamp on');
        desk.press('c');
        await desk.seen(/^cable cut$/);
        await page.getByRole('button', { name: 'Off' }).click();
        await desk.seen(/^socket \d: ESTABLISHED → CLOSED \(timeout\)$/);
        await shows(page, '#log', 'no answer');
        await shows(page, '#state', 'next attempt in');
        desk.press('c');
        await desk.seen(/^cable mended$/);
        await shows(page, '#state', /^connected$/);
        await page.getByRole('button', { name: 'Off' }).click();
        await shows(page, '#log', 'device: lamp off');
      });
      await desk.quit();
    },
    { 'websocket.html': fileOf('websocket.html'), 's/app.c': fileOf('websocket/app.c') },
  );
}
