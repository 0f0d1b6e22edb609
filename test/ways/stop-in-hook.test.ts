/** An application that stops everything as soon as it hears of the end of a connection. */
import { expect, test } from 'vitest';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { BRISK, built } from '../whole/firmware.ts';
import { pattern, pause } from '../whole/rig.ts';
import { CHIPS_ABOVE } from '../whole/share.ts';
import { echoWith, tellingByFault } from './apps.ts';
import { commands, endsOf, NO_PROBES, play } from './rig.ts';

/** Tells of the clock, which nothing else tells of, where everything is stopped: in the hook it is too early for that. */
const STOPS_AT_END = echoWith('').replace(
  '(void)socket; (void)reason; }',
  `(void)socket; (void)reason;
    kw_loop_stop();
    if (kw_loop_stopped()) {
        kw_app_fault(KW_FAULT_CLOCK);
    }
}`,
);

const isOwnEnd = (event: TimelineEvent): boolean =>
  event.kind === 'socket-state' && event.from === 'FIN_WAIT' && event.to === 'CLOSED' && event.cause === 'command';

test.each(CHIPS_ABOVE)('%s: kw_loop_stop in kw_app_ended leaves the FIN that is on its way alone', async (chip) => {
  const idle = { idle: { closeAfterS: 2, checkEveryS: 1 } };
  const firmware = await built(
    { ...BRISK, ...NO_PROBES, ...idle, chip, goodbye: {}, sockets: [{ port: 5000, count: 2 }] },
    tellingByFault(STOPS_AT_END),
  );
  const rig = play(firmware, function* (rig) {
    const connection = yield* rig.connected(rig.peer(), 1000);
    yield* rig.echoed(connection, pattern(10), 100);
    yield* rig.until('a FIN', () => connection.state === 'CLOSE-WAIT', 3000);
    yield pause(300);
    connection.send(pattern(10)); // half-closed is not closed: the device acknowledges it
    yield* rig.until('its acknowledgement', () => connection.unacknowledgedBytes === 0, 100);
    connection.close();
    yield* rig.until('an orderly end', () => connection.state === 'CLOSED', 100);
    const late = rig.dial(rig.peer(), 40_000);
    yield* rig.until('a refusal', () => late.state === 'CLOSED', 100);
  });
  expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['idle']);
  expect(rig.events.filter(isOwnEnd)).toEqual([]);
  expect(commands(rig, 'CLOSE')).toBe(1); // of the other socket, which listened
  expect(rig.faults()).toEqual([]);
});
