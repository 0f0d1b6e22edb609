/** The completion, asked as bash and zsh ask it. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keepwire, workIn } from './keepwire.ts';

const folder = workIn();

const PREPARED = {
  bash: { flags: ['--norc', '--noprofile'], before: '', after: '' },
  // As zsh's own bashcompinit calls a completion of bash.
  zsh: { flags: ['-f'], before: 'autoload -Uz compinit; compinit -u -D', after: 'setopt ksh_arrays sh_word_split' },
} as const;

/** What the shell would offer for the last of the words. */
async function offered(shell: 'bash' | 'zsh', words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await keepwire(folder.path, ['completion', shell]);
  const { before, after, flags } = PREPARED[shell];
  const asked = [
    before,
    stdout,
    after,
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    '_keepwire',
    `printf '%s\\n' "${COMPREPLY}"`,
  ];
  const { error, stderr, stdout: lines } = spawnSync(shell, [...flags, '-c', asked.join('\n')], { encoding: 'utf8' });
  if (error !== undefined) throw error;
  expect(stderr).toBe('');
  // zsh itself leaves out what does not begin like the word.
  return lines.split('\n').filter((line) => line !== '' && (shell === 'bash' || line.startsWith(words.at(-1) ?? '')));
}
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
const COMPREPLY = '${COMPREPLY[@]}';

const hasZsh = spawnSync('zsh', ['--version']).error === undefined;

describe.each(['bash', 'zsh'] as const)('%s', (shell) => {
  const ask = (name: string, check: () => Promise<void>): void =>
    test(name, async ({ skip }) => {
      skip(shell === 'zsh' && !hasZsh, 'needs zsh');
      await check();
    });

  ask('a command', async () => {
    expect(await offered(shell, ['keepwire', 'sc'])).toEqual(['scenarios']);
    expect(await offered(shell, ['keepwire', 'co'])).toEqual(['compile', 'completion']);
    expect(await offered(shell, ['keepwire', ''])).toContain('init');
  });

  ask('an option of the command, and no other', async () => {
    expect(await offered(shell, ['keepwire', 'simulate', 'door.json', '--re'])).toEqual([
      '--require-coverage',
      '--report',
    ]);
    expect(await offered(shell, ['keepwire', 'validate', '--re'])).toEqual([]);
    expect(await offered(shell, ['keepwire', 'peer', 'door.json', '--exp'])).toEqual(['--expect-within']);
  });

  ask('the value of an option', async () => {
    expect(await offered(shell, ['keepwire', 'simulate', 'door.json', '--scenario', 'cable'])).toEqual(['cable-cut']);
    expect(await offered(shell, ['keepwire', 'simulate', 'door.json', '--engine', ''])).toEqual(['host', 'arm']);
    expect(await offered(shell, ['keepwire', 'init', '--chip', 'W55'])).toEqual(['W5500']);
    expect(await offered(shell, ['keepwire', 'completion', 'b'])).toEqual(['bash']);
  });

  ask('nothing for a file: the shell completes it', async () => {
    expect(await offered(shell, ['keepwire', 'simulate', ''])).toEqual([]);
    expect(await offered(shell, ['keepwire', 'simulate', 'do'])).toEqual([]);
    expect(await offered(shell, ['keepwire', 'simulate', 'door.json', '--report', ''])).toEqual([]);
  });
});

test('bash knows the completion as that of keepwire, and takes file names where it offers nothing', async () => {
  const { stdout } = await keepwire(folder.path, ['completion', 'bash']);
  const asked = spawnSync('bash', ['--norc', '-c', `${stdout}\ncomplete -p keepwire`], { encoding: 'utf8' });
  expect(asked.stdout).toBe('complete -o default -F _keepwire keepwire\n');
  expect(readdirSync(folder.path)).toEqual([]);
});
