import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WEBSOCKET_RULES } from '../../contract/websocket.ts';
import { VIOLATION_RULES } from '../../simulator/violation-rules.ts';

const LITERAL = /'((?:access|buffer|command|mcu|register|reset|spi)\/[a-z-]+|not-modelled)'/g;

test('the list of rules holds just those that the models report', () => {
  const files = ['chip', 'engine', 'mcu'].flatMap((part) => {
    const folder = join(import.meta.dirname, '../../simulator', part);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
  });
  const found = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(LITERAL)].map(([, rule]) => rule));
  expect([...new Set(found)].sort()).toEqual(
    VIOLATION_RULES.filter((rule) => !WEBSOCKET_RULES.some((other) => other === rule)),
  );
});

test('the rules of WebSockets are just those that the simulated client reports', () => {
  const folder = join(import.meta.dirname, '../../generator/protocols/websocket/client');
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const found = texts.flatMap((text) =>
    [...text.matchAll(/violation\(\s*'([a-z0-9-]+)'/g)].map(([, rule]) => `websocket/${rule}`),
  );
  expect([...new Set(found)].sort()).toEqual([...WEBSOCKET_RULES]);
});
