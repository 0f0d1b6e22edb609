/** The sessions of `keepwire run` and `keepwire peer` that docs/live-device.md shows, in virtual time; numbers may differ. */
import { expect, test } from 'vitest';
import { createLiveReporter } from '../../generator/cli/live/reporter.ts';
import { applicationText } from '../../generator/cli/simulate/application.ts';
import { recordedIo } from '../cli/recorded-io.ts';
import { blocksOf, missingFrom } from '../readme/blocks.ts';
import { pageOf } from '../readme/pages.ts';
import { planOfText } from '../whole/firmware.ts';
import { type Script, VirtualDesk } from './virtual-desk.ts';

const BLOCKS = blocksOf(pageOf('docs/live-device.md'));

/** A console block's command and what it prints. */
function session(command: string): { readonly words: readonly string[]; readonly shown: string } {
  const found = BLOCKS.find(({ language, text }) => language === 'console' && text.includes(command));
  const [first = '', ...rest] = found?.text.split('\n') ?? [];
  return { words: first.split(' '), shown: rest.join('\n') };
}

function door(): string {
  const found = blocksOf(pageOf('README.md')).find(({ info }) => info === 'door.json');
  if (found === undefined) throw new Error('README.md shows no door.json');
  return found.text;
}

const numbersMasked = (text: string): string => text.replaceAll(/\d+(\.\d+)*/g, 'N').replaceAll(/^ +N/gm, 'N');

test('keepwire run', () => {
  const { words, shown } = session('keepwire run door.json');
  const io = recordedIo();
  const tapName = words[words.indexOf('--tap') + 1] ?? '';
  const plan = planOfText(door(), 'door');
  const options = { plan, io, tapName, hostIp: '192.168.1.1', json: false, nowMs: () => 0 };
  createLiveReporter(options).begin();
  // Shown is a terminal, where keys need no Enter.
  const printed = io.stdout.join('\n').replace(' (each as a line on stdin)', '');
  const application = applicationText({ source: 'template', file: 'out/door/app.c' });
  expect(`${application}\n${printed.trim()}`).toBe(shown.trim());
});

test('keepwire peer', async () => {
  const { words, shown } = session('keepwire peer door.json');
  const desk = await VirtualDesk.of(JSON.parse(door()));
  const peer = desk.peer(...words.slice(words.indexOf('door.json') + 1));
  desk.run(acceptance());
  expect(missingFrom(numbersMasked(peer.text), numbersMasked(shown)), peer.text).toBeNull();

  function* acceptance(): Script {
    yield* desk.poweredUp();
    peer.start();
    yield* peer.said(/armed/);
    yield* desk.pass(4400);
    desk.press('c');
    peer.type('');
    yield* peer.said(/reconnect the cable now/);
    desk.press('c');
    yield* peer.said(/PASS/);
    expect(yield* peer.ended()).toBe(0);
  }
});
