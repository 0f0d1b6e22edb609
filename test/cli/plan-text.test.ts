import { describe, expect, test } from 'vitest';
import { planText } from '../../generator/cli/plan-text.ts';
import { specWith } from '../input/helpers.ts';

const problemsOf = (text: string, ignoreBudget = false) => {
  const planned = planText(text, { defaultName: 'device', ignoreBudget });
  return planned.ok ? [] : planned.problems;
};

describe('a budget for detection', () => {
  test('a socket that detects nothing hides no other', () => {
    const keepalive = { NO_DATA_PERIOD: 100, KA_SEND_PERIOD: 5 };
    const sockets = [
      { port: 5000, keepalive },
      { port: 5001, keepalive: null },
    ];
    const [problem] = problemsOf(specWith({ detection: { maxSeconds: 60 }, sockets }));
    expect(problem?.message).toMatch(/cable-cut, .* take up to 108\./);
  });

  test.each([
    [{ detection: { maxSeconds: 120.028 } }],
    [{ detection: { maxSeconds: 18.014 }, sendTimeoutS: null }],
    [{ detection: { maxSeconds: 18.014 }, sendTimeoutS: 10 }],
    [{ detection: null }],
    [{ detection: { maxSeconds: 60 }, sendTimeoutS: 20, sockets: [{ keepalive: null }] }],
  ])('kept: %j', (changes) => {
    expect(problemsOf(specWith(changes))).toEqual([]);
  });

  test.each([
    [
      { detection: { maxSeconds: 18.013 } },
      18.013,
      'cable-cut, power-cut, nat-forgot and link-down take up to 18.014 s',
      'NO_DATA_PERIOD 10 s',
    ],
    [
      { detection: { maxSeconds: 60 }, idle: { closeAfterS: 500, checkEveryS: 7 } },
      60,
      'silent-client and peer-hung take up to 507.014 s',
      'idle.closeAfterS 500 s',
    ],
  ])('exceeded: %j', (changes, budgetS, failure, longest) => {
    const text = specWith(changes).replace('"detection":', '\n "detection":');
    expect(problemsOf(text)).toEqual([
      {
        pointer: '/detection/maxSeconds',
        rule: 'detection/budget',
        message: expect.stringContaining(`The limit is ${budgetS} s, but `),
        line: 2,
        column: 28,
      },
    ]);
    expect(problemsOf(text)[0]?.message).toContain(`${failure} (longest part: ${longest})`);
    expect(problemsOf(text, true)).toEqual([]);
  });

  test('is not judged while something else is wrong', () => {
    const problems = problemsOf(specWith({ detection: { maxSeconds: 1 }, timer: { prescaler: 70 } }));
    expect(problems.map(({ rule }) => rule)).toEqual(['timer/prescaler-exact']);
  });
});
