import { expect, test } from 'vitest';
import { declarations, declarationsIn, globals } from './names.ts';

const all = declarations();

test('an exported name has one meaning', () => {
  const places = new Map<string, Set<string>>();
  for (const { name, file, isExported } of all) {
    if (isExported) places.set(name, (places.get(name) ?? new Set()).add(file));
  }
  expect(places.size).toBeGreaterThan(1000);
  expect([...places].filter(([, files]) => files.size > 1).map(([name]) => name)).toEqual([]);
});

test('no name at the top level of a file hides a global one', () => {
  const taken = globals();
  for (const name of ['Promise', 'Record', 'Uint8Array', 'structuredClone', 'process']) expect(taken).toContain(name);
  expect(all.filter(({ name }) => taken.has(name)).map(({ name, file }) => `${file}: ${name}`)).toEqual([]);
});

test.each<[text: string, declared: string, isExported: boolean]>([
  ['export const limit = 5;', 'limit', true],
  ['export async function run(): Promise<void> {', 'run', true],
  ['export function* steps() {', 'steps', true],
  ['export abstract class Shape {', 'Shape', true],
  ['export type Name = string;', 'Name', true],
  ['interface Promise {', 'Promise', false],
])('%s declares %s', (text, name, isExported) => {
  expect(declarationsIn('a.ts', text)).toEqual([{ name, file: 'a.ts', isExported }]);
});

test.each(["export { run } from './run.ts';", "export type { Name } from './name.ts';", '  const inner = 1;'])(
  '%s declares nothing',
  (text) => {
    expect(declarationsIn('a.ts', text)).toEqual([]);
  },
);
