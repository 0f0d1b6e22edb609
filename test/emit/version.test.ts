import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VERSION_PATH, versionModule } from '../../scripts/generate-version.ts';

test('the version is that of package.json (npx tsx scripts/generate-version.ts)', () => {
  expect(readFileSync(new URL(`../../${VERSION_PATH}`, import.meta.url), 'utf8')).toBe(versionModule());
});
