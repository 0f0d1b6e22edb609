import { describe, expect, test } from 'vitest';
import { EXAMPLES, filesOfExample, withoutVersion } from './examples.ts';

/**
 * The generated text of every example, for reviewers of a change: `npx vitest run test/firmware -u` writes it anew.
 * That the text is right is shown by compiling and by running it, not here.
 */
describe.each(EXAMPLES)('%s', (name) => {
  const files = filesOfExample(name);

  test.each(files.map((file) => [file.path, file] as const))('%s', async (path, file) => {
    await expect(withoutVersion(file.text)).toMatchFileSnapshot(`expected/${name}/${path}`);
  });
});

test('every file ends with one newline and holds no tab, no carriage return and no trailing blank', () => {
  for (const name of EXAMPLES) {
    for (const file of filesOfExample(name)) {
      const where = `${name}/${file.path}`;
      expect(file.text.endsWith('\n') && !file.text.endsWith('\n\n'), where).toBe(true);
      expect(file.text, where).not.toMatch(/[\t\r]|[ ]\n|\n\n\n|\{\{|\}\}\}|undefined|\[object/);
      if (/\.[ch]$/.test(file.path)) {
        const longest = Math.max(...file.text.split('\n').map((line) => line.length));
        expect(longest, where).toBeLessThanOrEqual(120);
      }
    }
  }
});
