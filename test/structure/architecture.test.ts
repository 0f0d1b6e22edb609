/** The drawings of docs/architecture.md show the imports that are there, and no others. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOfAll, ROOT } from './imports.ts';
import { rowOf, TABLE } from './table.ts';

const TEXT = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
const DRAWINGS = [...TEXT.matchAll(/^```mermaid\n(.*?)^```$/gms)].map(([, text]) => text ?? '');
/** The page says of these that they are not drawn, and why. */
const NOT_DRAWN = ['contract', 'document', 'schemas', 'values', 'simulator/clock', 'scripts'];

/** The folders in each box, by its name. */
function boxesOf(drawing: string): ReadonlyMap<string, readonly string[]> {
  const boxes = [...drawing.matchAll(/^ {2}(\w+)\["([^"]+)"\]$/gm)];
  return new Map(boxes.map(([, name = '', folders = '']) => [name, folders.split('<br>')]));
}

function arrowsOf(drawing: string): readonly string[] {
  return [...drawing.matchAll(/^ {2}(\w+ --> \w+)$/gm)].map(([, arrow]) => arrow ?? '').sort();
}

/** From box to box, as the files import each other. */
function importsBetween(boxes: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const boxOf = (file: string): string | undefined =>
    [...boxes].find(([, folders]) => folders.includes(rowOf(file)?.folder ?? ''))?.[0];
  const all = [...importsOfAll()].flatMap(([file, imported]) => {
    const from = boxOf(file);
    const targets = imported.map(boxOf).filter((to) => to !== undefined && to !== from);
    return from === undefined ? [] : targets.map((to) => `${from} --> ${to}`);
  });
  return [...new Set(all)].sort();
}

describe.each(DRAWINGS.map((drawing, index) => [index + 1, drawing] as const))('drawing %i', (_number, drawing) => {
  test('its arrows are the imports between its boxes', () => {
    const arrows = arrowsOf(drawing);
    expect(arrows.length).toBeGreaterThan(10);
    expect(arrows).toEqual(importsBetween(boxesOf(drawing)));
  });

  test('each of its lines is a box or an arrow between two of them', () => {
    const boxes = boxesOf(drawing);
    const ends = arrowsOf(drawing).flatMap((arrow) => arrow.split(' --> '));
    expect(ends.filter((name) => !boxes.has(name))).toEqual([]);
    expect(drawing.trim().split('\n')).toHaveLength(1 + boxes.size + arrowsOf(drawing).length);
  });
});

test('each folder of the table is in a drawing, or said to be left out', () => {
  const drawn = DRAWINGS.flatMap((drawing) => [...boxesOf(drawing).values()].flat());
  const folders = TABLE.map(({ folder }) => folder);
  expect(folders.filter((folder) => !drawn.includes(folder) && !NOT_DRAWN.includes(folder))).toEqual([]);
  expect(drawn.filter((folder) => !folders.includes(folder))).toEqual([]);
});

test('the steps from a spec to a verdict name folders that are there', () => {
  const named = [...TEXT.matchAll(/`((?:generator|simulator)(?:\/\w+)*)`/g)].map(([, name]) => name ?? '');
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !TABLE.some(({ folder }) => folder === name))).toEqual([]);
});
