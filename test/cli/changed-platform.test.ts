/** A folder whose spec changes its platform, or its pins: what the user wrote stays, and what is missing is named. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const PORT = 'out/s/kw_port.c';
const BY_HAND = `/* kw_port_drop() { */
void kw_port_init(void) {}
uint32_t kw_port_ms(void) { return 0U; }
void kw_port_reset(bool asserted)
{
}
void kw_port_select(bool selected) {}
bool kw_port_exchange(uint8_t const *out, uint8_t *in, uint32_t length) { return true; }
`;

function generate(platform: string, wiring: object, ...options: readonly string[]) {
  const spec = { ...JSON.parse(SPEC), mcu: { platform }, timer: { source: 'millis' }, wiring };
  folder.write('s.json', JSON.stringify(spec));
  return keepwire(folder.path, ['generate', 's.json', ...options]);
}

const port = (): string => readFileSync(join(folder.path, PORT), 'utf8');

test('custom: what kw_port.h wants and kw_port.c does not define', async () => {
  await generate('custom', { cs: 'PA4', reset: 'PB0' });
  writeFileSync(join(folder.path, PORT), BY_HAND);
  expect((await generate('custom', { cs: 'PA4', reset: 'PB0' })).stderr).toBe('');
  const { exitCode, stderr } = await generate('custom', { cs: 'PA4', reset: null, interrupt: 'PB1' });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: `Hint: kw_port.h declares kw_port_drop and kw_port_interrupt; a search of the text of ${PORT} finds no definition. Write it there, as kw_port.h says.`,
  });
});

test('the hint is in the JSON document too', async () => {
  await generate('custom', { cs: 'PA4', reset: 'PB0' });
  writeFileSync(join(folder.path, PORT), BY_HAND);
  const { stdout } = await generate('custom', { cs: 'PA4', reset: 'PB0', interrupt: 'PB1' }, '--json');
  expect(JSON.parse(stdout).outputs[0].hints).toEqual([
    `Hint: kw_port.h declares kw_port_interrupt; a search of the text of ${PORT} finds no definition. Write it there, as kw_port.h says.`,
  ]);
  expect(JSON.parse((await generate('hal', { cs: 'PA4' }, '--json', '--dry-run')).stdout).outputs[0].hints).toEqual([]);
});

test('custom to hal: a kw_port.c of the user stays, whatever the options', async () => {
  await generate('custom', { cs: 'PA4' });
  writeFileSync(join(folder.path, PORT), BY_HAND);
  for (const options of [[], ['--force']]) {
    const { exitCode, stderr } = await generate('hal', { cs: 'PA4' }, ...options);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('kw_port.c');
    expect(port()).toBe(BY_HAND);
  }
  expect((await generate('hal', { cs: 'PA4' }, '--force')).stderr).toBe(
    'out/s: nothing was written. out/s/kw_port.c is yours, written for another platform; --force does not write over it. Move it away, then generate again.',
  );
});

test('hal to custom: the kw_port.c of hal stays, and it is said', async () => {
  await generate('hal', { cs: 'PA4' });
  const before = port();
  writeFileSync(join(folder.path, PORT), `${before}/* edited */\n`);
  expect((await generate('hal', { cs: 'PA4' }, '--force')).exitCode).toBe(0); // as ever: an edited file of keepwire's
  const { exitCode, stderr } = await generate('custom', { cs: 'PA4' });
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`${PORT} was generated for another platform and stays. It is yours now: replace it`);
  expect(port()).toBe(before);
});
