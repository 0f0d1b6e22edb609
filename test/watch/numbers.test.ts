/** What is written for sockets that are not those from 0 on, and a share of what is played with them. */
import { describe, expect, test } from 'vitest';
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import { explainText } from '../../generator/explain/explain.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { planOfText } from '../whole/firmware.ts';
import { PERIODS, WATCH } from './firmware.ts';
import { BEHIND_OTHERS, behindOthers, leavesOthers, WITH_GAPS, withGaps } from './numbers-suite.ts';

describe('played', () => {
  behindOthers('W5500', ['all-slots-dead']);
  withGaps('W5200', ['cable-cut'], [1, 3]);
  leavesOthers('W5500');
});

function textsOf(chip: string, spec: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const plan = planOfText(JSON.stringify({ chip, ...WATCH, ...PERIODS, ...spec }), 'watched');
  return new Map([...render(plan), ...benchFiles(plan)].map(({ path, text }) => [path, text]));
}

describe('what is written', () => {
  test('one macro more where they follow each other, a table where they do not', () => {
    const behind = textsOf('W5500', BEHIND_OTHERS);
    expect(behind.get('kw_config.h')).toMatch(/#define KW_SOCKET_COUNT 2U\n[^#]*#define KW_FIRST_SOCKET 2U\n/);
    const gaps = textsOf('W5500', WITH_GAPS);
    expect(gaps.get('kw_config.h')).toMatch(
      /#define KW_SOCKET_COUNT 4U\n[^#]*#define KW_SOCKET_NUMBERS 1U, 3U, 4U, 7U\n/,
    );
    expect(gaps.get('README.md')).toContain('Watches sockets 1, 3, 4, 7 of a W5500');
    const usual = textsOf('W5500', {}).get('kw_config.h');
    expect(usual).not.toMatch(/KW_FIRST_SOCKET|KW_SOCKET_NUMBERS/);
  });

  /** 16 KiB each way; all sockets have 2 KiB after a reset, and a sum above the memory is wrong on both chips. */
  test("the bench leaves the application's sockets what is left", () => {
    const sizes = (spec: Readonly<Record<string, unknown>>): string =>
      /buffers_kib\[2\]\[8\] = (.*);/.exec(textsOf('W5200', spec).get('kw_bench.c') ?? '')?.[1] ?? '';
    const two = '{ 2U, 2U, 2U, 2U, 2U, 2U, 2U, 2U }';
    expect(sizes(BEHIND_OTHERS)).toBe(`{ ${two}, ${two} }`);
    expect(sizes({ sockets: [{ number: 4, txKiB: 8, rxKiB: 4 }] })).toBe(
      '{ { 1U, 1U, 1U, 1U, 8U, 1U, 1U, 1U }, { 1U, 1U, 1U, 1U, 4U, 1U, 1U, 1U } }',
    );
    expect(sizes({ sockets: [{ number: 1, count: 2, txKiB: 8 }] })).toBe(
      `{ { 0U, 8U, 8U, 0U, 0U, 0U, 0U, 0U }, ${two} }`,
    );
  });

  test('explain names the sockets by their numbers', () => {
    const parsed = parseSpec(JSON.stringify({ chip: 'W5200', ...WATCH, ...PERIODS, ...WITH_GAPS }));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const text = explainText(planOf(parsed.value), parsed.value, []);
    const rows = text.split('\n').filter((line) => /^ +\d +(server|client)/.test(line));
    expect(rows.map((row) => row.trim().split(/ {2,}/))).toEqual([
      ['1', 'server on port 5000', 'RX 2 KiB, TX 2 KiB'],
      ['3', 'server on port 5001', 'RX 2 KiB, TX 2 KiB'],
      ['4', 'server on port 5001', 'RX 2 KiB, TX 2 KiB'],
      ['7', 'client of 192.168.1.10:7000, from rotating ports', 'RX 2 KiB, TX 2 KiB'],
    ]);
  });
});
