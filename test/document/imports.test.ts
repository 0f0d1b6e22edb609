import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = new URL('../../document/', import.meta.url);
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

test.each(FILES)('%s imports jsonc-parser and its own folder at most: it runs in a browser', (file) => {
  const text = readFileSync(new URL(file.replaceAll('\\', '/'), FOLDER), 'utf8');
  const imported = [...text.matchAll(/\bfrom '([^']+)'/g)].map(([, name]) => String(name));
  const up = file.includes('/') || file.includes('\\') ? /^\.\.?\/(?!\.\.)/ : /^\.\//;
  expect(imported.filter((name) => name !== 'jsonc-parser' && !up.test(name))).toEqual([]);
});
