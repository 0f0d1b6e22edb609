/**
 * Pings of a WebSocket beside probes: shorter than, as long as and longer than NO_DATA_PERIOD, with a page, and with the
 * methods that send messages. A pong begins the count of the probes anew.
 */
import { expect, test } from 'vitest';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { type Built, built, CHIPS } from '../whole/firmware.ts';
import { play } from '../whole/play.ts';
import { isWhole, shareOf } from '../whole/share.ts';

const NO_DATA_PERIOD = 6;
const PINGS = { shorter: 3, equal: NO_DATA_PERIOD, longer: 20 };
const PROBES = {
  tick: { NO_DATA_PERIOD, KA_SEND_PERIOD: 3 },
  'chip timer': { by: 'chip', NO_DATA_PERIOD: 5, KA_SEND_PERIOD: 5 },
};
const METHODS = {
  alone: {},
  ask: { ask: { text: 'still there?', afterIdleS: 5, withinS: 2, tries: 2 } },
  heartbeat: { heartbeat: { send: { text: 'device', everyS: 4 }, expect: { withinS: 9, text: 'client' } } },
};
/** A browser answers pings and probes for a page that hangs. */
const BY_MESSAGES = ['ws-tab-hangs'];

interface Way {
  readonly chip: string;
  readonly ping: keyof typeof PINGS;
  readonly probes: keyof typeof PROBES;
  readonly methods: keyof typeof METHODS;
  readonly hasPage: boolean;
}

const keys = <Key extends string>(of: Readonly<Record<Key, unknown>>): readonly Key[] => Object.keys(of) as Key[];
const WAYS: readonly Way[] = CHIPS.flatMap((chip) =>
  keys(PROBES).flatMap((probes) =>
    chip === 'W5200' && probes === 'chip timer'
      ? []
      : keys(PINGS).flatMap((ping) =>
          keys(METHODS).flatMap((methods) =>
            [false, true].map((hasPage) => ({ chip, probes, ping, methods, hasPage })),
          ),
        ),
  ),
);
const SCENARIOS = BUILT_IN.filter(({ name }) => name !== 'idle' || isWhole);
/** Each firmware of the share plays a part of the scenarios, each another one. */
const CELLS = shareOf(WAYS, 11).flatMap((way, row) => shareOf(SCENARIOS, 5, row).map((what) => ({ way, what })));

function firmwareOf({ chip, ping, probes, methods, hasPage }: Way): Promise<Built> {
  const websocket = { ping: { afterIdleS: PINGS[ping], withinS: 2 }, ...(hasPage && { page: 'index.html' }) };
  const spec = {
    ...{ chip, keepalive: PROBES[probes], timer: { prescaler: 71 }, ...METHODS[methods] },
    sockets: [{ port: 80, count: hasPage ? 3 : 2, protocol: 'websocket', websocket }],
  };
  return built(spec, {}, 'test', { 'index.html': '<p>' });
}

const titleOf = ({ chip, ping, probes, methods, hasPage }: Way): string =>
  `${chip}, ${probes}, a ping after ${PINGS[ping]} s (${ping}), ${methods}${hasPage ? ', page' : ''}`;

test.each(CELLS.map(({ way, what }) => [titleOf(way), what.name, way, what] as const))(
  '%s: %s',
  async (_title, name, way, what) => {
    const isMissed = BY_MESSAGES.includes(name) && way.methods === 'alone';
    const { verdict, reasons } = play(await firmwareOf(way), what);
    expect(verdict, reasons.join('\n')).toBe(isMissed ? 'not-covered' : 'pass');
  },
);
