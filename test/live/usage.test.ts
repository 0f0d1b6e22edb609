/** Wrong options of `keepwire run`, and what it needs of the machine, are found before anything is started. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepwire, type Outcome, workIn } from '../cli/keepwire.ts';
import { BRISK } from '../whole/firmware.ts';

const folder = workIn();

async function refused(
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<Pick<Outcome, 'exitCode' | 'stderr'>> {
  const file = join(folder.path, folder.write('s.json', JSON.stringify({ ...BRISK, chip: 'W5500' })));
  const argv = words.map((word) => (word === 's.json' ? file : word));
  const { exitCode, stdout, stderr } = await keepwire(folder.path, ['run', ...argv], { env });
  expect(stdout).toBe('');
  expect(stderr).not.toContain('    at ');
  return { exitCode, stderr };
}

test.each([
  ['no name for the interface', ['s.json'], '--tap kw0'],
  ['a name that socat would take apart', ['s.json', '--tap', 'a,b'], '1 to 15 letters'],
  ['a name that is too long', ['s.json', '--tap', 'abcdefghijklmnop'], '1 to 15 letters'],
  ['an address that is none', ['s.json', '--tap', 'kw0', '--host-ip', '192.168.1'], 'takes an IPv4 address'],
  ['an address elsewhere', ['s.json', '--tap', 'kw0', '--host-ip', '10.0.0.1'], "on the device's subnet"],
  ['the device’s own address', ['s.json', '--tap', 'kw0', '--host-ip', '192.168.1.20'], "on the device's subnet"],
  ['the broadcast address', ['s.json', '--tap', 'kw0', '--host-ip', '192.168.1.255'], "on the device's subnet"],
  ['an ELF without its board', ['a.elf', '--tap', 'kw0'], '--spec is missing'],
  ['a board without an ELF', ['s.json', '--spec', 's.json', '--tap', 'kw0'], '--spec needs an ELF'],
])('%s', async (_name, words, message) => {
  const { exitCode, stderr } = await refused(words);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});

test('socat is missing: the package is named', async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux has TAP devices');
  const { exitCode, stderr } = await refused(['s.json', '--tap', 'kw0'], { PATH: '/nowhere' });
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: expect.stringContaining('apt-get install socat') });
});
