/** docs/websocket.md: its commands run and print what it shows; test/live opens its page. */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isWebsocketKind } from '../../simulator/scenario/peers/websocket-habits.ts';
import { workIn } from '../cli/folder.ts';
import { BINARY } from '../cli/installed.ts';
import { ROOT } from '../cli/keepwire.ts';
import { blocksOf, missingFrom, tableOf } from './blocks.ts';
import { pageOf } from './pages.ts';
import { sh } from './shell.ts';

const GUIDE = readFileSync(join(ROOT, 'docs/websocket.md'), 'utf8');
const folder = workIn();

test('every command runs, every output is as shown', async () => {
  const bin = join(folder.path, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(BINARY, join(bin, 'keepwire'));
  let printed = '';
  for (const { language, info, text, line } of blocksOf(GUIDE)) {
    if (language === 'json' || language === 'html') folder.write(info, text);
    if (language === 'sh') printed = await runAll(text, line);
    if (language === 'text') expect(missingFrom(printed, text), `docs/websocket.md:${line}, of\n${printed}`).toBeNull();
  }
  expect(printed).toContain('ws-tab-hangs');
});

test('it installs keepwire as the README does, whose commands run', () => {
  const [install] = blocksOf(GUIDE).filter(({ language }) => language === 'console');
  const commands = (install?.text ?? '').replaceAll(/^\$ /gm, '');
  expect(blocksOf(pageOf('README.md')).map(({ text }) => text)).toContain(commands);
});

async function runAll(text: string, line: number): Promise<string> {
  let printed = '';
  for (const command of text.trimEnd().split('\n')) {
    const { exitCode, stdout, stderr } = await sh(folder.path, command);
    expect(exitCode, `docs/websocket.md:${line}: ${command}\n${stderr}`).toBe(0);
    printed += `${stdout}\n`;
  }
  return printed;
}

test('the picture is there, as the live test takes it', () => {
  const shown = [...GUIDE.matchAll(/\]\(([\w-]+\.png)\)/g)].map(([, name]) => name);
  expect(shown).toEqual(['websocket.png']);
  expect(existsSync(join(ROOT, 'docs/websocket.png'))).toBe(true);
});

test('the table of kinds has all that need a WebSocket, and no other', () => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/scenario.schema.json'), 'utf8'));
  const kinds: readonly string[] = schema.$defs.Peer.properties.kind.enum;
  const shown = tableOf(GUIDE, 'peer (`kind`)').map(([name = '']) => name.replaceAll('`', ''));
  expect(shown).toEqual(kinds.filter((kind) => isWebsocketKind(kind as Parameters<typeof isWebsocketKind>[0])));
});
