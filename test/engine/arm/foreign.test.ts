/** The verdict on firmware that is not the plan's, as `simulate --elf` gives it: what happened, without the plan's bound. */
import { describe, expect, test } from 'vitest';
import { createArmEngine } from '../../../simulator/engine/arm/engine.ts';
import { runScenario } from '../../../simulator/run-scenario.ts';
import type { Scenario } from '../../../simulator/scenario/format/scenario.generated.ts';
import type { Run } from '../../../simulator/verdict/judged-run.ts';
import { BRISK, CHIPS } from '../../whole/firmware.ts';
import { builtIn, scenario } from '../../whole/play.ts';
import { CHIPS_ABOVE } from '../../whole/share.ts';
import { armBuilt, type Changes } from './build.ts';

async function played(chip: (typeof CHIPS)[number], what: Scenario, changes: Changes = {}): Promise<Run> {
  const { image, plan } = await armBuilt({ chip, ...BRISK }, changes);
  const engine = runScenario({
    ...{ plan, scenario: what, elfFile: 'other.elf' },
    engine: (board) => createArmEngine({ ...board, image }),
  });
  return engine;
}

const app =
  (from: string, to: string) =>
  (text: string): string =>
    text.replace(from, to);
const cut = (limit: object, more: object): Scenario =>
  scenario(
    [
      { do: 'connect', peer: 'client' },
      { do: 'send', peer: 'client', text: 'hello' },
      { do: 'expect-echo', peer: 'client' },
      { do: 'wait', for: { ms: 500 } }, // until the echo is acknowledged: data under way has a timeout of its own
      { do: 'cut' },
      { do: 'wait-until', is: 'detected', peer: 'client', limit },
    ],
    { expect: { detected: [{ peer: 'client', as: 'cable-cut', ...more }] } },
  );

const SEND = '(void)kw_socket_send(sn, buffer, length);';

describe.each(CHIPS)('firmware of another build, %s', (chip) => {
  test.each(['echo', 'orderly-close', 'lossy-link', 'all-slots-dead'])('does what %s asks', async (name) => {
    const { reasons, verdict } = await played(chip, builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });

  test('ends what the cable ended, and nothing is promised', async () => {
    const { reasons, verdict } = await played(chip, builtIn('cable-cut'));
    expect(verdict, reasons.join('\n')).toBe('pass');
    expect(reasons.join('\n')).toMatch(/socket 0 left ESTABLISHED [\d.]+ s later \(timeout\); nothing is promised/);
    expect(reasons.join('\n')).not.toContain('bound');
  });
});

// What an application does wrong is above the chip's layer.
describe.each(CHIPS_ABOVE)('firmware of another build that is wrong, %s', (chip) => {
  test('never notices the end of a connection', async () => {
    const never = app('k->send_flag = true;', 'k->send_flag = false;');
    const { reasons, verdict } = await played(chip, cut({ s: 10 }, {}), { 'kw_keepalive.c': never });
    expect(verdict).toBe('fail');
    expect(reasons[0]).toMatch(/A step failed/);
    expect(reasons.join('\n')).toMatch(/client: gone at [\d.]+ s, and socket 0 is still ESTABLISHED [\d.]+ s later\./);
  });

  test('closes the connection of a living peer', async () => {
    const close = `${SEND} __asm volatile("" ::: "memory"); kw_chip_command(sn, KW_CR_DISCON);`;
    const changed = (text: string): string =>
      `#include "kw_${chip.toLowerCase()}.h"\n${text.replace(SEND, close.replace('KW_CR_DISCON', '0x08U'))}`;
    const steps = [
      { do: 'connect', peer: 'client' },
      { do: 'send', peer: 'client', text: 'hello' },
      { do: 'wait', for: { s: 3 } },
    ];
    const { reasons, verdict } = await played(chip, scenario(steps, { expect: { alive: ['client'] } }), {
      'app.c': changed,
    });
    expect([verdict, reasons[0]]).toEqual([
      'fail',
      expect.stringMatching(/^client should be connected at the end, but socket 0 left ESTABLISHED at [\d.]+ s\.$/),
    ]);
    expect((await played(chip, scenario(steps, { expect: { alive: ['client'] } }))).verdict).toBe('pass');
  });

  test('loses a byte', async () => {
    const lose = app(SEND, '(void)kw_socket_send(sn, buffer, (uint16_t)(length - 1U));');
    const { reasons, verdict } = await played(chip, builtIn('echo'), { 'app.c': lose });
    expect([verdict, reasons.join('\n')]).toEqual(['fail', expect.stringMatching(/client/)]);
  });

  test('answers with other bytes', async () => {
    const spoil = app(SEND, `buffer[0] ^= 1U; ${SEND}`);
    const { reasons, verdict } = await played(chip, builtIn('echo'), { 'app.c': spoil });
    expect([verdict, reasons.join('\n')]).toEqual(['fail', expect.stringMatching(/client/)]);
  });

  test('traps', async () => {
    const { reasons, verdict } = await played(chip, builtIn('echo'), { 'app.c': app(SEND, '__builtin_trap();') });
    expect(verdict).toBe('fail');
    expect(reasons[0]).toMatch(/^The firmware trapped at [\d.]+ s, in kw_app_received/);
  });
});

test('for another board: the pin that it takes for CSn is named', async () => {
  const { image, plan } = await armBuilt({ chip: 'W5500', ...BRISK });
  const { cs } = plan.gpio;
  const wired = { ...plan, gpio: { ...plan.gpio, cs: { ...cs, name: 'PB0' } } };
  const { reasons, verdict } = runScenario({
    ...{ plan: wired, scenario: builtIn('echo'), elfFile: 'other.elf' },
    engine: (board) => createArmEngine({ ...board, image }),
  });
  expect(verdict).toBe('fail');
  expect(reasons.join('\n')).toContain(`while ${cs.name} was low, and the spec's W5500 is on`);
});

describe('a time that the scenario itself allows', () => {
  const within = (ms: number): Scenario => cut({ s: 60 }, { within: { ms } });

  test('is held to the millisecond', async () => {
    const loose = await played('W5500', within(10_000));
    const [{ latencyMs } = { latencyMs: null }] = loose.detections;
    if (latencyMs === null) throw new Error('not detected');
    expect(loose.reasons.join('\n')).toMatch(/the scenario allows 10/);
    expect((await played('W5500', within(Math.ceil(latencyMs)))).verdict).toBe('pass');
    const strict = await played('W5500', within(Math.ceil(latencyMs) - 1));
    expect([strict.verdict, strict.reasons.join('\n')]).toEqual(['fail', expect.stringMatching(/the scenario allows/)]);
  });
});
