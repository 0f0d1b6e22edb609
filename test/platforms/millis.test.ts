/** `"source": "millis"` where the firmware owns the board: no timer and no vector of keepwire's own. */
import { describe, expect, test } from 'vitest';
import { planText } from '../../generator/cli/plan-text.ts';
import { render } from '../../generator/emit/render.ts';
import { explainText } from '../../generator/explain/explain.ts';
import { PLAIN } from '../../scripts/bench/options.ts';
import { planOfText } from '../firmware/examples.ts';
import { methodMatrix } from '../ways/matrix-suite.ts';
import { FAILURES } from '../ways/methods.ts';
import { OWNERS, type Owner, owner, scenarios, times } from './millis-suite.ts';

scenarios('registers', 'host', ['cable-cut', 'peer-reboot', 'chip-reset']);
scenarios('spl', 'host', ['power-cut', 'orderly-close']);
scenarios('registers', 'arm', ['cable-cut', 'chip-reset']);
times('registers', [null, 2500], [137]);
times('spl', [4500], [500]);

/** Time lies below the methods: each meets a few failures. */
const FEW_IN = 39;
describe('methods, registers', () => {
  methodMatrix({
    spec: owner('registers'),
    chips: ['W5500'],
    failures: (_chip, row) => Object.keys(FAILURES).filter((_, column) => (3 * row + column) % FEW_IN === 0),
    long: () => false,
  });
});

const spec = (platform: Owner, timer: object = {}, more: object = {}): string =>
  JSON.stringify({
    ...PLAIN,
    ...more,
    mcu: { platform, ...('mcu' in more ? (more.mcu as object) : {}) },
    timer: { source: 'millis', ...timer },
  });

function problemsOf(text: string): readonly string[] {
  const planned = planText(text, { defaultName: 'device' });
  return planned.ok ? [] : planned.problems.map(({ pointer, message }) => `${pointer} ${message}`);
}

describe.each(OWNERS)('%s', (platform) => {
  test.each([
    ['prescaler', 71],
    ['instance', 'TIM3'],
    ['namePrefix', 'kw_'],
  ])('"%s" beside it is an error', (key, value) => {
    expect(problemsOf(spec(platform, { [key]: value }))).toEqual([
      `/timer/${key} Found "${key}" beside "source": "millis". Your project counts the milliseconds, and the firmware has no timer. Allowed: no such key, or "source": "timer".`,
    ]);
  });

  test('a clock of which SysTick makes no exact millisecond is refused', () => {
    const clock = (hseHz: number) => ({ mcu: { clock: { source: 'HSE', hseHz, sysclkHz: hseHz } } });
    expect(problemsOf(spec(platform, {}, clock(8_000_000)))).toEqual([]);
    expect(problemsOf(spec(platform, {}, clock(7_372_800)))).toEqual([
      expect.stringMatching(
        /^\/timer\/source Found "millis"\. SysTick makes no exact millisecond of HCLK, 7372800 Hz\./,
      ),
    ]);
  });

  test('no file sets up a timer or has a handler but main.c, which is the user’s', () => {
    const files = render(planOfText(spec(platform)));
    expect(files.map(({ path }) => path)).not.toContain('kw_timer.c');
    const own = files.filter(({ owner, path }) => owner === 'keepwire' && /\.[ch]$/.test(path));
    for (const { path, text } of own) {
      expect(text, path).not.toMatch(/Timer_Configuration|NVIC_Configuration|Timer2_ISR|KW_TIM2|NVIC->/);
      if (path !== 'kw_startup.c') expect(text, path).not.toContain('TIM2_IRQHandler');
    }
    const main = files.find(({ path }) => path === 'main.c');
    expect(main?.owner).toBe('user');
    expect(main?.text).toContain('uint32_t kw_port_ms(void)\n{\n    return ms;\n}');
    expect(main?.text).toContain(
      platform === 'spl' ? '(void)SysTick_Config(72000U);' : 'KW_SYST->LOAD = kw_clock_fallback ? 63999U : 71999U;',
    );
  });

  test('explain and the README say so', () => {
    const planned = planText(spec(platform), { defaultName: 'device' });
    if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
    const said = explainText(planned.value.plan, planned.value.spec, []).replace(/\s+/g, ' ');
    expect(said).toContain('milliseconds your project counts kw_port_ms returns them');
    expect(said).toContain('SysTick LOAD 71999 72 MHz / (71999+1) = 1000 Hz, in main.c, which is yours');
    const readme = render(planned.value.plan).find(({ path }) => path === 'README.md')?.text ?? '';
    expect(readme).toContain('| time | milliseconds of your project, `kw_port_ms`: in `main.c` SysTick counts them |');
    expect(readme).toContain('The firmware has no timer and no interrupt handler.');
    expect(readme).not.toMatch(/kw_timer|TIM2|Timer_Configuration/);
  });
});
