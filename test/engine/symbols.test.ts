/** The tables that firmware and simulator share, against the C of both. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { END_REASONS, FAULTS, PORT_FUNCTIONS, REGISTER_MACRO, SYMBOLS } from '../../contract/firmware.ts';
import type { Spec } from '../../contract/spec.ts';
import { render } from '../../generator/emit/render.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { server, specWith } from '../plan/spec.ts';

const PLATFORMS = ['registers', 'spl'] as const;
const filesOf = (platform: 'registers' | 'spl', watchdog: Spec['watchdog'] = null) =>
  render(planOf(specWith({ platform, watchdog, trace: 'usart1', sockets: [server({ count: 2 })] })));
const hostPort = readFileSync(new URL('../../simulator/engine/host/c/host_port.c', import.meta.url), 'utf8');

/** Names of the functions of this kind that a C file defines at the left margin. */
function definedIn(text: string): readonly string[] {
  return [...text.matchAll(/^\w[\w ]*[ *](kw_(?:port|clock)_\w+)\([^;{]*\)\n\{/gm)].map(([, name = '']) => name).sort();
}

test("the host engine's C defines the functions of the port, and no more", () => {
  expect(definedIn(hostPort)).toEqual([...PORT_FUNCTIONS].sort());
});

test.each(PLATFORMS)('%s: the files that the host engine replaces define the functions of the port', (platform) => {
  // One of two functions is there with the reset pin, and one without it.
  const spec = { platform, trace: 'usart1', sockets: [server({ count: 2 })] } as const;
  const defined = ['PB0', null].flatMap((reset) => {
    const files = render(planOf(specWith({ ...spec, wiring: { reset } })));
    return files.flatMap((file) => (file.replaced === true ? definedIn(file.text) : []));
  });
  expect([...new Set(defined)].sort()).toEqual([...PORT_FUNCTIONS].sort());
});

test.each(PLATFORMS)('%s: the functions that engines follow are in the firmware', (platform) => {
  const all = filesOf(platform)
    .map(({ text }) => text)
    .join('\n');
  for (const name of Object.values(SYMBOLS)) expect(all).toMatch(new RegExp(`^\\w[\\w ]*[ *]${name}\\(`, 'm'));
});

test('bus addresses in generated headers are within the macro', () => {
  const headers = filesOf('registers').filter(({ path }) => path.endsWith('.h'));
  const addresses = headers.flatMap(({ text }) => text.match(/.{7}0x(?:400[0-2]|E000)[0-9A-F]{4}U/g) ?? []);
  expect(addresses.length).toBeGreaterThan(5);
  for (const address of addresses) expect(address.slice(0, 7)).toBe(`${REGISTER_MACRO}(`);
});

test.each([
  [null, FAULTS.filter(({ name }) => !['watchdog-reset', 'trap-reset'].includes(name))],
  [{ timeoutMs: 2000 }, FAULTS],
])('the header has the numbers of the tables; watchdog %j', (watchdog, faults) => {
  const header = filesOf('registers', watchdog)
    .map(({ text }) => text)
    .join('\n');
  const valuesOf = (prefix: string): readonly (readonly [string, number])[] =>
    [...header.matchAll(new RegExp(`^ +KW_${prefix}_(\\w+) = (\\d+)\\b`, 'gm'))].map(([, name = '', number]) => [
      name.toLowerCase().replaceAll('_', '-'),
      Number(number),
    ]);
  const told = END_REASONS.filter(({ name }) => name !== 'closed'); // of sockets that the application serves
  expect(valuesOf('END')).toEqual(told.map(({ name, number }) => [name, number]));
  expect(valuesOf('FAULT')).toEqual(faults.map(({ name, number }) => [name, number]));
});

test('numbers of version 0.1 stay', () => {
  expect(END_REASONS.slice(0, 11).map(({ name }) => name)).toEqual([
    ...['peer-closed', 'reset', 'probe-timeout', 'send-timeout', 'idle', 'heartbeat-missed', 'no-answer', 'goodbye'],
    ...['link-down', 'chip-fault', 'local-stop'],
  ]);
  expect(END_REASONS.slice(0, 11).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});
