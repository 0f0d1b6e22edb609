import { describe, expect, test } from 'vitest';
import { COMMAND } from './addresses.ts';
import { CHIPS, establish, lastSegment, listen, PEER_ISS, rig } from './rig.ts';

describe.each(CHIPS)('%s', (name) => {
  test.each(['SEND', 'SEND_KEEP', 'RECV', 'DISCON'] as const)(
    '%s is excused when the peer closed since the host last read Sn_SR',
    (command) => {
      const on = rig(name);
      establish(on); // reads ESTABLISHED
      on.peer({ flags: ['rst'], seq: PEER_ISS + 1 });
      const frames = on.sent.length;
      on.driver.command(0, command);
      expect([on.violations(), on.sent.length]).toEqual([[], frames]);
      expect(on.driver.socket(0, 'SR')).toBe(0);
      on.driver.command(0, command);
      expect(on.violations()).toEqual(['command/state']);
    },
  );

  test('SEND_KEEP that races the peer’s FIN still probes', () => {
    const on = rig(name);
    const next = establish(on);
    const payload = Uint8Array.of(1);
    on.peer({ flags: ['fin', 'ack'], seq: PEER_ISS + 1, ack: next, payload });
    on.driver.command(0, 'SEND_KEEP');
    expect([on.violations(), lastSegment(on).payload]).toEqual([[], [0]]);
  });

  test.each([
    [3_000, true],
    [0, false],
  ])('Sn_CR holds the command for %i ns', (commandNs, seen) => {
    const on = rig(name, { switches: { commandNs } });
    on.driver.setSocket(0, 'MR', 0x01);
    on.driver.setSocket(0, 'CR', COMMAND.OPEN);
    expect(on.driver.socket(0, 'CR') !== 0).toBe(seen);
    on.wait(3_000);
    expect([on.driver.socket(0, 'CR'), on.driver.socket(0, 'SR')]).toEqual([0, 0x13]);
  });

  test('commands are reported by name', () => {
    const on = rig(name);
    listen(on);
    const commands = on.events.flatMap((event) => (event.kind === 'command' ? [event.command] : []));
    expect(commands).toEqual(['OPEN', 'LISTEN']);
  });
});
