import { expect, test } from 'vitest';
import { embeddedHostSources } from '../../scripts/embed-host-sources.ts';
import { HOST_SOURCES } from '../../simulator/engine/host/sources.generated.ts';

test("the embedded copy of the host's C files is fresh", () => {
  const rows = Object.entries(HOST_SOURCES).map(
    ([path, text]) => `  ${JSON.stringify(path)}: ${JSON.stringify(text)},`,
  );
  expect(embeddedHostSources().split('\n').slice(2, -2)).toEqual(rows);
});
