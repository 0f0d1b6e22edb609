/** A main program that polls late, and a poll that takes long. */
import { expect, test } from 'vitest';
import { BRISK, built } from '../whole/firmware.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { CHIPS_ABOVE, runs } from '../whole/share.ts';
import { echoWith } from './apps.ts';
import { endsOf, firmware, isOver, NO_PROBES, play, text, utf8 } from './rig.ts';

/** `b` alone keeps the main program away for 13 s. */
const AWAY = echoWith(
  `    if (length == 1U && buffer[0] == 'b') {
        uint32_t const now = kw_now_ms();
        while ((uint32_t)(kw_now_ms() - now) < 13000U) {
            kw_port_wait();
        }
    }`,
  ['kw_port.h'],
);

test.each(CHIPS_ABOVE)('%s: a peer that was never asked has not left a question unanswered', async (chip) => {
  const asking = await built(
    { ...BRISK, ...NO_PROBES, chip, goodbye: {}, ask: { text: '?', afterIdleS: 8, withinS: 2, tries: 2 } },
    { 'app.c': AWAY },
  );
  const rig = play(asking, function* (rig) {
    const connection = yield* rig.connected(rig.peer(), 1000);
    connection.onReceived = (bytes) => {
      if (text(bytes).includes('?')) rig.clock.after(50e6, () => isOver(connection) || connection.send(utf8('yes')));
    };
    connection.send(utf8('b'));
    yield pause(25_000);
    expect(isOver(connection)).toBe(false);
  });
  expect(endsOf(rig)).toEqual([]);
});

const SOUGHT = { goodbye: { text: 'GOODBYE' }, heartbeat: { expect: { text: 'BEAT', withinS: 3600 } } };
test.each([
  ['none sought, SPI at 300 kHz', { wiring: { spiMaxHz: 300_000 } }],
  ['messages sought, SPI at 300 kHz', { ...SOUGHT, wiring: { spiMaxHz: 300_000 } }],
  ['none sought, SPI at 18 MHz', {}],
  ['messages sought, SPI at 18 MHz', SOUGHT],
])('seven busy sockets, and the end of an eighth is told in time: %s', async (_name, options) => {
  const slow = await firmware('W5500', {
    ...NO_PROBES,
    ...options,
    sockets: [{ port: 5000, count: 8 }],
  });
  const rig = play(slow, function* (rig) {
    for (let socket = 0; socket < 7; socket++) {
      const connection = yield* rig.connected(rig.peer(), 9000);
      const more = (): void => {
        if (!isOver(connection) && connection.unacknowledgedBytes < 3000) connection.send(pattern(3000, socket));
      };
      connection.onReceived = more;
      more();
    }
    for (let round = 0; round < runs(2, 12); round++) {
      const connection = yield* rig.connected(rig.peer(), 9000);
      yield pause(2000 + 77 * round);
      const before = endsOf(rig).length;
      connection.close();
      yield* rig.until('the end', () => endsOf(rig).length > before, 9000);
    }
  });
  const row = rig.plan.sockets[0]?.detection.find(({ failure }) => failure === 'orderly-close');
  // The socket leaves ESTABLISHED with the FIN; what the bound is for is that the application is told.
  const told = endsOf(rig).map(({ toldMs, leftMs }) => toldMs - leftMs);
  expect(Math.max(...told)).toBeLessThan(row?.boundMs ?? 0);
});

/** HSI as it is, and the slowest SPI that it gives: a poll with eight busy sockets takes seconds. */
const SLOWEST = {
  mcu: { clock: { source: 'HSI', sysclkHz: 8_000_000 } },
  timer: { prescaler: 7 },
  wiring: { spiMaxHz: 31_250 },
  sockets: [{ port: 5000, count: 8 }],
};

test.each([
  ['a millisecond longer than the longest poll never comes', 1, 1, false],
  ['half as long does', 0.5, 0, true],
] as const)('a watchdog %s, however fast LSI is', async (_name, share, moreMs, isReset) => {
  const bare = await firmware('W5500', { ...NO_PROBES, ...SLOWEST });
  const timeoutMs = Math.round(share * bare.plan.loop.longestPollMs) + moreMs;
  const busy = await firmware('W5500', { ...NO_PROBES, ...SLOWEST, watchdog: { timeoutMs } });
  const rig = new Rig(busy, { lsiHz: 60_000 });
  rig.play(
    (function* () {
      for (let socket = 0; socket < 8; socket++) {
        const connection = yield* rig.connected(rig.peer(), 60_000);
        const more = (): void => {
          if (!isOver(connection) && connection.unacknowledgedBytes < 3000) connection.send(pattern(3000, socket));
        };
        connection.onReceived = more;
        more();
      }
      yield pause(20_000);
    })(),
  );
  expect(rig.violations().some((text) => text.startsWith('mcu/reset'))).toBe(isReset);
});
