import { expect, test } from 'vitest';
import { askForAnswers } from '../../generator/cli/ask.ts';
import { parseSpec, starterSpec } from '../../generator/input/index.ts';

/** Someone who types these lines and then leaves. */
function typing(...lines: readonly string[]) {
  const [rest, heard]: [string[], string[]] = [[...lines], []];
  const ask = async (question: string): Promise<string | null> => {
    heard.push(question);
    return rest.shift() ?? null;
  };
  return { heard, ask, tell: (text: string) => heard.push(text) };
}

const enter = (count: number): string[] => new Array<string>(count).fill('');

test('Enter leaves every value as usual, and each question says what that is', async () => {
  const user = typing(...enter(14));
  expect(await askForAnswers(user, 'door')).toEqual({});
  const usual = user.heard.map((question) => /\[(.*)\]: $/.exec(question)?.[1]);
  const network = ['00:08:DC:01:02:03', '192.168.213.20', '255.255.255.0', '192.168.213.1'];
  expect(usual).toEqual([
    'door',
    'W5500',
    '10',
    '5',
    'STM32F103C8',
    'registers',
    ...network,
    'stream',
    '5000',
    '1',
    'echo',
  ]);
});

test('answers are kept, numbers as numbers, and change what is usual after them', async () => {
  const user = typing('gate', ' W5200 ', '60', '15', '', '', '', '10.0.0.5', '', '', '', '23', '2', 'none');
  expect(await askForAnswers(user, 'door')).toEqual({
    name: 'gate',
    chip: 'W5200',
    NO_DATA_PERIOD: 60,
    KA_SEND_PERIOD: 15,
    ip: '10.0.0.5',
    port: 23,
    count: 2,
    traffic: 'none',
  });
  expect(user.heard[9]).toContain('[0.0.0.0]'); // the usual gateway is not in this subnet
});

test('a WebSocket server listens on the port of browsers, and pings', async () => {
  const user = typing(...enter(10), 'web', 'websocket', ...enter(3));
  const answers = await askForAnswers(user, 'door');
  expect(answers).toEqual({ protocol: 'websocket' });
  expect(user.heard[11]).toMatch(/^Found "web"\. Allowed: .*"websocket"/);
  expect(user.heard[13]).toContain('[80]');
  const parsed = parseSpec(starterSpec(answers ?? {}));
  expect(parsed.ok && parsed.value.sockets[0]).toMatchObject({
    ...{ port: 80, protocol: 'websocket' },
    websocket: { path: '/', ping: { afterIdleS: 10, withinS: 5, tries: 2 } },
  });
});

test('a wrong answer is explained and asked for again', async () => {
  const user = typing('', 'w5500', 'W5500', 'soon', '7', ...enter(11));
  expect(await askForAnswers(user, 'door')).toEqual({ chip: 'W5500', NO_DATA_PERIOD: 7 });
  expect(user.heard[2]).toContain('Did you mean "W5500"?');
  expect(user.heard[3]).toBe(user.heard[1]);
  expect(user.heard[5]).toContain('whole number');
});

test('a file name that is no name does not stand in the way of the other questions', async () => {
  expect(await askForAnswers(typing(...enter(14)), 'weird name')).toEqual({});
  const user = typing('', '', 'x', '7', ...enter(11));
  expect(await askForAnswers(user, 'weird name')).toEqual({ NO_DATA_PERIOD: 7 });
});

test('who leaves has answered nothing', async () => {
  expect(await askForAnswers(typing('', 'W5200'), 'door')).toBeNull();
});
