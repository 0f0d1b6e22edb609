import { describe, expect, test } from 'vitest';
import { parseSpec, type StarterAnswers, starterSpec } from '../../generator/input/index.ts';
import { problemsOf } from './helpers.ts';

function parsed(answers: Partial<StarterAnswers>) {
  const result = parseSpec(starterSpec(answers), { defaultName: 'device' });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

describe.each(['registers', 'spl'] as const)('platform %s', (platform) => {
  test.each([
    ['STM32F100RB', 23],
    ['STM32F103C8', 71],
    ['STM32F103CB', 71],
    ['STM32F103RB', 71],
    ['STM32F103RC', 71],
    ['STM32F103VE', 71],
    ['STM32F103ZE', 71],
  ] as const)('a start with the %s counts microseconds', (part, prescaler) => {
    for (const chip of ['W5200', 'W5500'] as const) {
      const spec = parsed({ part, platform, chip });
      expect([spec.mcu.part, spec.mcu.platform, spec.chip]).toEqual([part, platform, chip]);
      expect(spec.timer.prescaler).toBe(prescaler);
    }
  });
});

test('every answer is in the text', () => {
  const answers: StarterAnswers = {
    schema: './spec.schema.json',
    name: 'door',
    chip: 'W5200',
    NO_DATA_PERIOD: 60,
    KA_SEND_PERIOD: 15,
    part: 'STM32F103RB',
    platform: 'spl',
    mac: '02:00:00:00:00:01',
    ip: '10.1.2.3',
    subnet: '255.255.0.0',
    gateway: '10.1.0.1',
    protocol: 'websocket',
    port: 502,
    count: 8,
    traffic: 'none',
  };
  expect(parsed(answers)).toMatchObject({
    name: 'door',
    chip: 'W5200',
    keepalive: { NO_DATA_PERIOD: 60, KA_SEND_PERIOD: 15 },
    mcu: { part: 'STM32F103RB', platform: 'spl' },
    network: { mac: '02:00:00:00:00:01', ip: '10.1.2.3', subnet: '255.255.0.0', gateway: '10.1.0.1' },
    traffic: 'none',
    sockets: [{ port: 502, count: 8, protocol: 'websocket', traffic: 'none' }],
  });
  expect(starterSpec(answers)).toContain('"$schema": "./spec.schema.json"');
});

test('the watchdog is on, where the firmware owns it', () => {
  for (const platform of ['registers', 'spl'] as const)
    expect(parsed({ platform }).watchdog).toEqual({ timeoutMs: 2000 });
  expect(starterSpec()).toContain('loop or the tick stands still for so long; null: no watchdog.\n  "watchdog": {');
});

test.each(['hal', 'custom', 'iolibrary'] as const)('no watchdog on %s: a project may have none', (platform) => {
  expect(starterSpec({ platform })).not.toContain('watchdog');
  expect(parsed({ platform }).watchdog).toBe(null);
});

test.each([
  ['nothing', {}, '192.168.213.1'],
  ['an address beside that', { ip: '192.168.213.9' }, '192.168.213.1'],
  ['an address beside the usual gateway', { ip: '192.168.1.77' }, '192.168.1.1'],
  ['an address elsewhere', { ip: '10.0.0.5' }, '0.0.0.0'],
  ["the usual gateway's own address", { ip: '192.168.1.1' }, '0.0.0.0'],
  ['a subnet without the usual gateway', { ip: '192.168.1.130', subnet: '255.255.255.128' }, '0.0.0.0'],
])('with %s the gateway fits', (_name, answers, gateway) => {
  expect(parsed(answers).network.gateway).toBe(gateway);
});

test('it explains itself', () => {
  const text = starterSpec();
  expect(text).toContain('"chip": "W5500", // or "W5200"');
  expect(starterSpec({ chip: 'W5200' })).toContain('"chip": "W5200", // or "W5500"');
  expect(text.split('\n').filter((line) => line.trim().startsWith('//')).length).toBeGreaterThan(5);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(text.endsWith('}\n')).toBe(true);
  const lines = starterSpec({ protocol: 'websocket' }).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
});

test('wrong answers are problems of the spec, not of its syntax', () => {
  const text = starterSpec({ name: 'a"*/\n', ip: 'nowhere', port: 0, part: 'Z80' as never });
  expect(problemsOf(text).map((it) => it.pointer)).toEqual(['/name', '/mcu/part', '/network/ip', '/sockets/0/port']);
});
