/** The text of what only these platforms have, for reviewers: `npx vitest run test/guest -u` writes it anew. */
import { describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { PLAIN } from '../../scripts/bench/options.ts';
import { planOfText, withoutVersion } from '../firmware/examples.ts';
import { GUESTS, guest, SHARING } from './specs.ts';

const OWN = ['kw_port.h', 'kw_port.c', 'kw_time.c', 'kw_keepalive.c', 'CMakeLists.txt', 'README.md'];

describe.each([
  ...GUESTS.map((platform) => [platform, guest(platform)] as const),
  ...SHARING.map((platform) => [`${platform}-shared`, guest(platform, { sharedBus: true, reset: null })] as const),
])('%s', (name, project) => {
  const files = render(planOfText(JSON.stringify({ ...PLAIN, ...project }), name));

  test.each(OWN)('%s', async (path) => {
    const text = files.find((file) => file.path === path)?.text ?? '';
    await expect(withoutVersion(text)).toMatchFileSnapshot(`expected/${name}/${path}`);
  });

  test('there is nothing of a board of its own', () => {
    const all = files.map(({ text }) => text).join('\n');
    expect(all).not.toMatch(/Timer_Configuration|NVIC_|_IRQHandler|Timer2_ISR|kw_clock|kw_startup|WFI|kw_port_wait/);
    expect(files.map(({ path }) => path).filter((path) => /\.ld$|^main\.c$|kw_timer|\.cmake$/.test(path))).toEqual([]);
    for (const { path, text } of files) {
      expect(text, path).not.toMatch(/[\t\r]|[ ]\n|\n\n\n|\{\{|\}\}\}|undefined|\[object/);
      if (!/\.[ch]$/.test(path)) continue;
      expect(Math.max(...text.split('\n').map((line) => line.length)), path).toBeLessThanOrEqual(120);
    }
  });
});
