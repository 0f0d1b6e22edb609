import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runScenario } from '../../simulator/run-scenario.ts';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import { isFew, runs, shareOf } from '../whole/share.ts';
import { type Firmware, firmwareOf } from './firmware.ts';

/** The application note's job, with the default retransmission. */
const NOTE = { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };
/** Eight sockets on two ports, the shortest periods. */
const CROWD = {
  keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1 },
  timer: { prescaler: 71 },
  retransmission: { timeoutMs: 100, count: 3 },
  sockets: [
    { role: 'server', port: 5000, count: 5 },
    { role: 'server', port: 80, count: 3 },
  ],
};

const NAMES = [
  ...['echo', 'idle', 'cable-cut', 'power-cut', 'peer-reboot', 'orderly-close', 'silent-client', 'all-slots-dead'],
  ...['cut-while-sending', 'lossy-link', 'one-way-cut', 'nat-forgets', 'nat-kept-open', 'chip-reset'],
  ...['chip-absent-at-start', 'noisy-spi', 'peer-keepalive', 'fin-at-once', 'same-port', 'peer-hung', 'zero-window'],
];

const DOCS = readFileSync(new URL('../../docs/simulation.md', import.meta.url), 'utf8');

/** They need a WebSocket; `test/websocket` plays them. */
const WEBSOCKET_NAMES = ['ws-handshake-drip', 'ws-tab-hangs', 'ws-close-both', 'ws-dies-mid-message'];

function builtIn(name: string): Scenario {
  const found = BUILT_IN.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
}

test('the built-in scenarios', () => expect(BUILT_IN.map(({ name }) => name)).toEqual([...NAMES, ...WEBSOCKET_NAMES]));

/** What a spec may not give: then the run is NOT COVERED, below a title that promised it. */
const RESULTS = /\bcan\b|everything|\bno data\b|surviv|\bfinds\b|listen|detect|notice|recover|within|\bback\b/i;

test.each(BUILT_IN.map(({ name, title }) => [name, title]))(
  'the title of %s says what is done, not what comes of it',
  (name, title) => {
    expect(title).not.toMatch(RESULTS);
    expect(DOCS).toMatch(
      new RegExp(`^\\| \`${name}\` +\\| ${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} +\\|$`, 'm'),
    );
  },
);

const builds = new Map<string, Promise<Firmware>>();
function firmware(spec: Readonly<Record<string, unknown>>): Promise<Firmware> {
  const key = JSON.stringify(spec);
  const build = builds.get(key) ?? firmwareOf(spec);
  builds.set(key, build);
  return build;
}

function play(input: Firmware, name: string, seed = 1) {
  const { verdict, reasons, detections } = runScenario({ ...input, scenario: builtIn(name), seed });
  return { verdict, reasons, detections };
}

/** What probes and the send timeout, which is on by default, do not detect. */
const GAPS = ['silent-client', 'peer-hung'];
const verdictOf = (name: string) => ({ verdict: GAPS.includes(name) ? 'not-covered' : 'pass' });

describe.each(['W5500', 'W5200'])('%s', (chip) => {
  // The hour of `idle` is played on one chip, and in the sweeps on both.
  test.each(NAMES.filter((name) => name !== 'idle' || chip === 'W5500' || !isFew))(
    '%s with one socket',
    async (name) => {
      expect(play(await firmware({ chip, ...NOTE }), name)).toMatchObject(verdictOf(name));
    },
  );

  test.each(shareOf(NAMES, chip === 'W5500' ? 1 : 2, 1).filter((name) => name !== 'idle'))(
    '%s with eight sockets',
    async (name) => {
      expect(play(await firmware({ chip, ...CROWD }), name)).toMatchObject(verdictOf(name));
    },
  );

  // 10 + 5 s, and RTR and RCR of 200 ms and 3 make 3 s by the datasheets' formula; the poll comes on top.
  test('a cut cable is detected between the first probe and the bound, whatever the phase of the ticks', async () => {
    const input = await firmware({ chip, ...NOTE });
    for (let seed = 1; seed <= runs(5, 20); seed++) {
      const { verdict, reasons, detections } = play(input, 'cable-cut', seed);
      expect(verdict, reasons.join('\n')).toBe('pass');
      expect(detections[0]?.reason).toBe('probe-timeout');
      expect(detections[0]?.latencyMs).toBeGreaterThan(13_000 - 1000 + 3000);
      expect(detections[0]?.latencyMs).toBeLessThan(18_000);
    }
  });

  // When all sockets override the periods alike, firmware, bounds and waits must be of these and not of the top level.
  describe.each([
    ['shorter', { NO_DATA_PERIOD: 60, KA_SEND_PERIOD: 35 }, { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }],
    ['longer', { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, { NO_DATA_PERIOD: 60, KA_SEND_PERIOD: 35 }],
  ])('all sockets have %s periods than the top level', (_name, keepalive, own) => {
    const spec = { chip, ...NOTE, keepalive, sockets: [{ port: 5000, count: 2, keepalive: own }] };
    test.each(['cable-cut', 'lossy-link', 'nat-forgets', 'nat-kept-open'])('%s', async (name) => {
      const { verdict, reasons, detections } = play(await firmware(spec), name);
      expect(verdict, reasons.join('\n')).toBe('pass');
      if (name !== 'cable-cut') return;
      // The first probe is due 13 to 14 s or 93 to 94 s after the last data, half a second before the cut; then 3 s.
      const firstMs = (own.NO_DATA_PERIOD + own.KA_SEND_PERIOD - 2) * 1000;
      expect(detections[0]?.latencyMs).toBeGreaterThan(firstMs - 600 + 3000);
      expect(detections[0]?.latencyMs).toBeLessThan(firstMs + 1100 + 3000);
    });
  });

  test.each(['power-cut', 'peer-reboot', 'orderly-close', 'all-slots-dead', 'cut-while-sending'])(
    '%s passes with other seeds',
    async (name) => {
      const input = await firmware({ chip, ...CROWD });
      for (let seed = 2; seed <= runs(3, 6); seed++) {
        const { verdict, reasons } = play(input, name, seed);
        expect(verdict, `seed ${seed}: ${reasons.join('\n')}`).toBe('pass');
      }
    },
  );
});
