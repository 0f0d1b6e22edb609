import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { STACK_BYTES } from '../../generator/firmware/stack.ts';
import { callGraph, worstStack } from '../../scripts/bench/call-graph.ts';
import { everything } from '../../scripts/bench/options.ts';
import { stackOf } from '../../scripts/bench/stack.ts';
import { work } from '../../scripts/bench/work.ts';
import { needTools } from '../tools.ts';
import { shareOf } from '../whole/share.ts';
import { EXAMPLES, planOfExample, planOfText } from './examples.ts';

afterAll(() => rmSync(work, { recursive: true }));

const ALL = ['W5500', 'W5200'].map(
  (chip) => [`all options, ${chip}`, planOfText(JSON.stringify(everything(chip)))] as const,
);
/** What the library needs on the platform spl is not known here. */
const PLANS = [...EXAMPLES.map((name) => [name, planOfExample(name)] as const), ...ALL].filter(
  ([, plan]) => plan.platform.name === 'registers',
);

describe.each(PLANS.map(([name, plan], row) => [name, plan, row] as const))('%s', (_name, plan, row) => {
  // Row by row the other build; the sweeps measure both.
  test.each(shareOf([false, true], 2, row))(
    'needs no more stack than its README says; optimised across files: %s',
    (across) => {
      needTools('compiler', 'newlib');
      const files = render(plan);
      const readme = files.find(({ path }) => path === 'README.md')?.text ?? '';
      const printed = Number(/^\| stack \| at most (\d+) bytes/m.exec(readme)?.[1]);
      const measured = stackOf(plan, files, across);
      expect(measured).toBeLessThanOrEqual(printed);
      expect(measured).toBeGreaterThan(printed / 2);
    },
  );
});

test('both figures are needed', () => {
  needTools('compiler', 'newlib');
  const searching = planOfExample('watchful-server');
  expect(stackOf(searching, render(searching), false)).toBeGreaterThan(STACK_BYTES.plain);
});

const node = (name: string, bytes: number): string =>
  `node: { title: "${name}" label: "${name}\\na.c:1:1\\n${bytes} bytes (static)" }`;
const edge = (from: string, to: string): string =>
  `edge: { sourcename: "${from}" targetname: "${to}" label: "a.c:1:1" }`;

describe('the call graph', () => {
  const start = [
    node('Reset_Handler', 8),
    node('a', 16),
    node('b', 100),
    edge('Reset_Handler', 'a'),
    edge('Reset_Handler', 'b'),
  ];

  test('takes the deepest chain', () => {
    expect(worstStack(callGraph([[...start, node('c', 200), edge('a', 'c')].join('\n')]))).toBe(8 + 16 + 200);
  });

  test('counts each exception on top, and no hook of the application', () => {
    const more = [
      node('TIM2_IRQHandler', 12),
      node('NMI_Handler', 0),
      node('kw_app_ended', 500),
      edge('b', 'kw_app_ended'),
    ];
    expect(worstStack(callGraph([[...start, ...more].join('\n')]))).toBe(8 + 100 + 36 + 12 + 36);
  });

  test('takes a function for its copies', () => {
    expect(worstStack(callGraph([[...start, edge('b', 'x.o:a.lto_priv.1')].join('\n')]))).toBe(8 + 100 + 16);
  });

  test.each([
    ['recursion', [edge('a', 'Reset_Handler')], 'recursion: Reset_Handler calls a calls Reset_Handler'],
    ['an unknown function', [edge('a', 'memcpy')], 'the stack of memcpy is not known'],
    ['an array of variable length', [node('a', 16).replace('static', 'dynamic')], 'a: stack of dynamic size'],
  ])('refuses %s', (_name, lines, message) => {
    expect(() => worstStack(callGraph([[...start, ...lines].join('\n')]))).toThrow(message);
  });
});
