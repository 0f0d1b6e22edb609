/** The pictures of README.md can be made, and are those that `docs` holds, if not pixel by pixel: fonts differ. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../../cli/keepwire.ts';
import { withChromium } from '../../report/html/browser.ts';
import { needTools } from '../../tools.ts';

const DOCS = join(ROOT, 'docs');
/** The picture of the live device's page is taken by `test/live/kernel`. */
const PICTURES = readdirSync(DOCS).filter((name) => name.endsWith('.png') && name !== 'websocket.png');
const folder = mkdtempSync(join(tmpdir(), 'keepwire-pictures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made: Promise<unknown> | null = null;

/** Runs the script once for all tests. */
function makePictures(): Promise<unknown> {
  needTools('chromium');
  made ??= execa(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts/screenshots.ts'), folder], { cwd: ROOT });
  return made;
}

/** Width, height and the number of colours, at most a thousand, as the browser decodes the picture. */
const MEASURE = `(async () => {
  const image = document.querySelector('img');
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const pen = new OffscreenCanvas(width, height).getContext('2d');
  pen.drawImage(image, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
  const colours = new Set();
  for (const pixel of pixels) if (colours.size < 1000) colours.add(pixel);
  return { width, height, colours: colours.size };
})()`;

test('each picture that README.md shows is made, and no other', async () => {
  await makePictures();
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/docs\/([\w-]+\.png)/g)].map(([, name]) => name);
  expect(readdirSync(folder).sort()).toEqual([...new Set(shown)].sort());
  expect(PICTURES.sort()).toEqual([...new Set(shown)].sort());
});

withChromium('each picture', (open) => {
  const measure = async (path: string): Promise<{ width: number; height: number; colours: number }> => {
    const source = `data:image/png;base64,${readFileSync(path).toString('base64')}`;
    const { page } = await open(`<!doctype html><img src="${source}">`);
    return page.evaluate(MEASURE);
  };

  test.each(PICTURES)('%s is not blank, and has the size of the one in docs', async (name) => {
    await makePictures();
    const [fresh, committed] = [await measure(join(folder, name)), await measure(join(DOCS, name))];
    expect(fresh.colours).toBeGreaterThan(20);
    expect([fresh.width, fresh.height]).toEqual([committed.width, committed.height]);
  });
});
