/** Firmware that is not keepwire's, on the chip of a scenario. */
import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { runsToJson } from '../../simulator/report/json.ts';
import { runToText } from '../../simulator/report/text.ts';
import { type RunInput, runScenario } from '../../simulator/run-scenario.ts';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { checkScenario } from '../../simulator/scenario/format/parse.ts';
import type { ChipDriver } from '../chip/driver.ts';
import { drivenEngine } from './scripted.ts';

const SPEC = '"chip": "W5500", "keepalive": { "NO_DATA_PERIOD": 3, "KA_SEND_PERIOD": 2 }, "timer": { "prescaler": 71 }';

function planFor(...more: readonly string[]) {
  const parsed = parseSpec(`{ ${[SPEC, ...more].join()} }`, { defaultName: 'test' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.value);
}

function scenario(change: Readonly<Record<string, unknown>> = {}) {
  const checked = checkScenario({
    name: 'mine',
    title: 'A second passes',
    steps: [{ do: 'wait', for: { s: 1 } }],
    expect: { listening: false },
    ...change,
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

function run(program: (driver: ChipDriver) => () => void, change: Partial<RunInput> = {}) {
  const plan = planFor();
  return runScenario({ plan, engine: drivenEngine(plan, program), scenario: scenario(), elfFile: 'a.elf', ...change });
}

function builtIn(wanted: string): Pick<RunInput, 'scenario'> {
  const found = BUILT_IN.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`no scenario ${wanted}`);
  return { scenario: found };
}

const idle = (): void => {};

function openIpraw(driver: ChipDriver): () => void {
  driver.setSocket(1, 'MR', 0x03);
  driver.command(1, 'OPEN');
  return idle;
}

/** A frame to BSB 16, as Arduino Ethernet sends it to find out whether the chip is a W5200. */
const probeForW5200 = (driver: ChipDriver) => (): void => void driver.frame(0x00, 0x00, 0x80, 0x01, 0x08);

describe('what the model lacks', () => {
  test('ends the run, and is named', () => {
    const { reasons, stats, verdict } = run(openIpraw);
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([
      'W5500: S1: not modelled: IPRAW (Sn_MR 0x03); only TCP and UDP are. The run ended at 0.201 s; with --accept not-modelled it goes on.',
      expect.stringContaining('Repeat it with'),
    ]);
    expect(stats.simulatedMs).toBeLessThan(210);
  });

  test('does not end it when the rule is accepted', () => {
    const { reasons, stats, verdict } = run(openIpraw, { accepted: ['not-modelled'] });
    expect([verdict, reasons]).toEqual([
      'pass',
      ['Accepted (not-modelled): W5500: S1: not modelled: IPRAW (Sn_MR 0x03); only TCP and UDP are'],
    ]);
    expect(stats.simulatedMs).toBeGreaterThan(1000);
  });
});

describe('a violation in every loop', () => {
  test('is one event, one reason and one line, each with the count', () => {
    const failed = run(probeForW5200);
    const { times } = failed.violations[0] ?? {};
    expect(times).toBeGreaterThan(500);
    expect(failed.violations).toHaveLength(1);
    expect(failed.reasons[0]).toMatch(
      new RegExp(`^Violation \\(spi/reserved-block\\) at .*BSB 16 is reserved; ${times} times$`),
    );
    expect(runToText(failed)).toContain(`BSB 16 is reserved, ${times} times`);
    expect(JSON.stringify(runsToJson([failed])).length).toBeLessThan(3000);
  });

  test.each([
    ['on the command line', { accepted: ['spi/reserved-block'] }],
    ['in the scenario', { scenario: scenario({ accept: ['spi/reserved-block'] }) }],
  ])('passes when its rule is accepted %s, and is listed', (_where, change) => {
    const { reasons, verdict, violations } = run(probeForW5200, change);
    expect([verdict, violations]).toEqual(['pass', []]);
    expect(reasons).toEqual([
      expect.stringMatching(/^Accepted \(spi\/reserved-block\): W5500: BSB 16 is reserved; \d+ times$/),
    ]);
  });
});

test('the command that repeats a run names the accepted rules', () => {
  const { reasons } = run(openIpraw, { accepted: ['reset/pulse', 'spi/no-data'] });
  expect(reasons.at(-1)).toMatch(/ --seed 1 --accept reset\/pulse --accept spi\/no-data$/);
});

/** Serves sockets in every loop: echoes, answers a FIN, and opens again at once. */
function serving(driver: ChipDriver, sockets: number, open: (n: number) => void): () => void {
  return () => {
    for (let n = 0; n < sockets; n++) {
      const state = driver.socket(n, 'SR');
      if (state === 0x17 && driver.socket(n, 'RX_RSR', 2) > 0) driver.send(n, driver.receive(n));
      if (state === 0x1c) driver.command(n, 'DISCON');
      if (state === 0x00) open(n);
    }
  };
}

/** A server with more sockets than the spec says; the chip probes its clients after five seconds. */
const roomyServer = (keepalive: number) => (driver: ChipDriver) =>
  serving(driver, 4, (n) => {
    driver.setSocket(n, 'MR', 0x21);
    driver.setSocket(n, 'PORT', 5000 >> 8, 5000 & 0xff);
    driver.setSocket(n, 'KPALVTR', keepalive);
    driver.command(n, 'OPEN');
    driver.command(n, 'LISTEN');
  });

describe('all-slots-dead with a server that has more sockets than the spec', () => {
  const allSlotsDead = builtIn('all-slots-dead');

  test('passes when it notices that its clients are gone', () => {
    const { reasons, verdict } = run(roomyServer(1), { ...allSlotsDead });
    expect(verdict, reasons.join('\n')).toBe('pass');
    expect(reasons[0]).toMatch(/^clients-0: gone at .* left ESTABLISHED [\d.]+ s later \(timeout\)/);
  });

  test('fails when it never does', () => {
    const { reasons, verdict } = run(roomyServer(0), { ...allSlotsDead });
    expect(verdict).toBe('fail');
    expect(reasons[0]).toMatch(/^clients-0: gone at .* is still ESTABLISHED 12\d\.\d+ s later\.$/);
  });
});

test('fin-at-once passes with a client that connects again without a pause', () => {
  const plan = planFor('"sockets": [{ "role": "client", "server": { "ip": "192.168.1.30", "port": 7000 } }]');
  const client = (driver: ChipDriver) => {
    let port = 4000;
    return serving(driver, 1, (n) => {
      port++;
      driver.setSocket(n, 'MR', 0x21);
      driver.setSocket(n, 'PORT', port >> 8, port & 0xff);
      driver.command(n, 'OPEN');
      driver.setSocket(n, 'DIPR', 192, 168, 1, 30);
      driver.setSocket(n, 'DPORT', 7000 >> 8, 7000 & 0xff);
      driver.command(n, 'CONNECT');
    });
  };
  for (let seed = 1; seed <= 20; seed++) {
    const { reasons, verdict } = run(client, {
      ...builtIn('fin-at-once'),
      plan,
      seed,
      engine: drivenEngine(plan, client),
    });
    expect([seed, verdict, reasons.join('\n')]).toEqual([seed, 'pass', expect.stringContaining('left ESTABLISHED')]);
  }
});
