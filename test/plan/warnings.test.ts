import { describe, expect, test } from 'vitest';
import { warningText } from '../../generator/explain/remarks.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { type Changes, server, specWith } from './spec.ts';

const warnings = (changes: Changes) => planOf(specWith(changes)).warnings;
const DEAD = ['cable-cut', 'power-cut', 'nat-forgot', 'peer-reboot', 'link-down'];
const WATCHING = ['keepalive', 'idle', 'heartbeat.send', 'heartbeat.expect', 'ask'];
const SILENT = { key: 'silent-client', keys: WATCHING.filter((key) => key !== 'keepalive') };
const blind = server({ port: 5001, keepalive: null });
const idle = { closeAfterS: 60, checkEveryS: 30 };

describe('a socket that can die unnoticed', () => {
  test.each([
    ['alone', [blind], null],
    ['beside one that is probed', [server({}), blind], [1]],
    ['twice', [blind, server({}), server({ port: 5002, keepalive: null })], [0, 2]],
  ])('%s', (_name, sockets, meant) => {
    expect(warnings({ sockets })).toContainEqual({ key: 'undetected', failures: DEAD, sockets: meant, keys: WATCHING });
  });

  test.each([
    ['probes', server({})],
    ['an idle limit', server({ keepalive: null, idle })],
  ])('not with %s', (_name, socket) => {
    expect(warnings({ sockets: [socket] }).map(({ key }) => key)).not.toContain('undetected');
  });

  test('the text names the failures, the sockets and the keys', () => {
    expect(warnings({ sockets: [server({}), blind] }).map(warningText)[0]).toBe(
      'On socket 1: a connection whose peer is dead stays open for ever: nothing detects cable-cut, power-cut, nat-forgot, peer-reboot or link-down. To cover it, add "keepalive", "idle", "heartbeat.send", "heartbeat.expect" or "ask" to the spec.',
    );
  });
});

describe('a budget', () => {
  const detection = { maxSeconds: 60 };
  test('of a socket that detects no dead peer', () => {
    const found = warnings({ detection, sockets: [blind] });
    expect(found).toContainEqual({ key: 'budget-without-detection', budgetMs: 60_000, sockets: null, keys: WATCHING });
    expect(found.map(warningText)[1]).toBe(
      'The budget of 60 s (detection.maxSeconds) holds for no dead peer, because nothing detects one. To cover it, add "keepalive", "idle", "heartbeat.send", "heartbeat.expect" or "ask" to the spec.',
    );
  });

  test.each([
    ['that is kept', { detection, sockets: [server({})] }],
    ['there is none', { sockets: [blind] }],
  ])('no warning: %s', (_name, changes) => {
    expect(warnings(changes).map(({ key }) => key)).not.toContain('budget-without-detection');
  });
});

test('a silent client of a socket that is not probed needs more than probes', () => {
  expect(warnings({ sockets: [blind] })).toContainEqual({ ...SILENT, sockets: null });
  expect(warnings({ sockets: [server({ idle })] })).toEqual([]);
});
