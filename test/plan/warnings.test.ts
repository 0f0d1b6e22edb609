import { describe, expect, test } from 'vitest';
import type { Spec } from '../../contract/spec.ts';
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
      'On socket 1: no method of the spec detects cable-cut, power-cut, nat-forgot, peer-reboot or link-down, so the connection of a dead peer stays open for ever. To cover it, add "keepalive", "idle", "heartbeat.send", "heartbeat.expect" or "ask" to the spec.',
    );
  });
});

describe("a MAC address of WIZnet's examples", () => {
  const withNetwork = (network: Partial<Spec['network']>, platform: Spec['mcu']['platform'] = 'registers') => {
    const spec = specWith({ platform });
    return planOf({ ...spec, callEveryMs: 10, network: { ...spec.network, ...network } }).warnings;
  };

  test.each(['00:08:DC:AB:CD:EF', '00:08:dc:00:ab:cd', '00:08:DC:11:11:11', '00:08:dc:12:34:56'])('%s', (mac) => {
    const warning = withNetwork({ mac }).find(({ key }) => key === 'example-mac');
    expect(warning).toEqual({ key: 'example-mac', mac });
    expect(warning && warningText(warning)).toBe(
      `The MAC address ${mac} (network.mac) comes from an example of WIZnet. Two boards with the same address on one network disturb each other's connections. Give each device its own address. An address that you choose yourself begins with 02, for example 02${mac.slice(2)}.`,
    );
  });

  test('not another one, and not where the application has the address', () => {
    const mac = '00:08:DC:AB:CD:EF';
    for (const warnings of [
      withNetwork({ mac: '00:08:DC:AB:CD:EE' }),
      withNetwork({ mac: '02:08:DC:AB:CD:EF' }),
      withNetwork({ mac, source: 'application' }, 'custom'),
      withNetwork({ mac }, 'iolibrary'),
    ]) {
      expect(warnings.map(({ key }) => key)).not.toContain('example-mac');
    }
  });
});

describe('a budget', () => {
  const detection = { maxSeconds: 60 };
  test('of a socket that detects no dead peer', () => {
    const found = warnings({ detection, sockets: [blind] });
    expect(found).toContainEqual({ key: 'budget-without-detection', budgetMs: 60_000, sockets: null, keys: WATCHING });
    expect(found.map(warningText)[1]).toBe(
      'No method detects a dead peer, so the limit of 60 s (detection.maxSeconds) has no effect. To cover it, add "keepalive", "idle", "heartbeat.send", "heartbeat.expect" or "ask" to the spec.',
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
