/** Every command in every state (W5500 datasheet 1.0.9, Sn_CR and Sn_SR; W5200 datasheet 1.3.0, the same). */
import { describe, expect, test } from 'vitest';
import { COMMAND, type CommandName } from '../addresses.ts';
import { type Bench, bench } from '../bench.ts';
import { CHIPS, lastSegment, listen } from '../rig.ts';
import { closeWait, established, fin, finWait, open, SEQ, SR, synrecv, synsent } from '../transitions.ts';

type State = Exclude<keyof typeof SR, 'ARP'>;

const REACH: Readonly<Record<State, (on: Bench) => unknown>> = {
  CLOSED: () => {},
  INIT: open,
  LISTEN: (on) => listen(on),
  SYNSENT: synsent,
  SYNRECV: synrecv,
  ESTABLISHED: established,
  FIN_WAIT: finWait,
  CLOSING: (on) => fin(on, finWait(on)),
  TIME_WAIT: (on) => on.peer({ flags: ['fin', 'ack'], seq: SEQ, ack: finWait(on) + 1 }),
  CLOSE_WAIT: closeWait,
  LAST_ACK: (on) => {
    closeWait(on);
    on.driver.command(0, 'DISCON');
  },
};

/** Sn_SR after a command that is valid, and the flags of what the chip sends; no entry where it is not valid. */
type After = readonly [state: number, sends: string];
const NOTHING = '';
const CLOSE: After = [SR.CLOSED, NOTHING];
const AFTER: Readonly<Record<State, Partial<Record<CommandName, After>>>> = {
  CLOSED: { OPEN: [SR.INIT, NOTHING], CLOSE },
  // The chips resolve the peer's address first; the W5200 alone shows that in Sn_SR.
  INIT: { LISTEN: [SR.LISTEN, NOTHING], CONNECT: [SR.ARP, NOTHING], CLOSE },
  LISTEN: { CLOSE },
  SYNSENT: { CLOSE },
  SYNRECV: { CLOSE },
  ESTABLISHED: {
    DISCON: [SR.FIN_WAIT, 'fin,ack'],
    CLOSE,
    SEND: [SR.ESTABLISHED, 'ack'],
    SEND_KEEP: [SR.ESTABLISHED, NOTHING], // before any data has been exchanged
    RECV: [SR.ESTABLISHED, NOTHING],
  },
  FIN_WAIT: { CLOSE },
  CLOSING: { CLOSE },
  TIME_WAIT: { CLOSE },
  CLOSE_WAIT: {
    DISCON: [SR.LAST_ACK, 'fin,ack'],
    CLOSE,
    SEND: [SR.CLOSE_WAIT, 'ack'],
    RECV: [SR.CLOSE_WAIT, NOTHING],
  },
  LAST_ACK: { CLOSE },
};

const STATES = Object.keys(REACH) as State[];
const COMMANDS = Object.keys(COMMAND) as CommandName[];
const PAIRS = STATES.flatMap((state) => COMMANDS.map((command) => [state, command] as const));

function reached(name: (typeof CHIPS)[number], state: State): Bench {
  const on = bench(name);
  on.driver.setCommon('RTR', 0x4e, 0x20); // 2 s, so that nothing is sent again meanwhile
  on.driver.setSocket(0, 'DIPR', 192, 168, 1, 10);
  on.driver.setSocket(0, 'DPORT', 0xc0, 0x00);
  on.driver.setSocket(0, 'MR', 0x21);
  REACH[state](on);
  expect(on.driver.socket(0, 'SR')).toBe(SR[state]);
  if (state === 'ESTABLISHED' || state === 'CLOSE_WAIT') on.driver.fill(0, [0x77]);
  return on;
}

describe.each(CHIPS)('%s', (name) => {
  test.each(PAIRS)('%s: %s', (state, command) => {
    const on = reached(name, state);
    const after = AFTER[state][command];
    if (after === undefined && on.violations() === null) return; // what silicon does then is not documented
    const sent = on.segments().length;
    on.driver.command(0, command);
    const [wanted, sends] = after ?? [SR[state], NOTHING];
    const shown = wanted === SR.ARP && name === 'W5500' ? SR.INIT : wanted;
    expect(on.driver.socket(0, 'SR')).toBe(shown);
    expect(on.segments().length - sent).toBe(sends === NOTHING ? 0 : 1);
    if (sends !== NOTHING) expect(lastSegment(on).flags).toBe(sends);
    if (command === 'SEND' && after !== undefined) expect(lastSegment(on).payload).toEqual([0x77]);
    if (on.violations() !== null) expect(on.violations()).toEqual(after === undefined ? ['command/state'] : []);
    expect(on.driver.socket(0, 'CR')).toBe(0);
  });

  test.each(STATES)('%s on socket 0 leaves the others alone', (state) => {
    const on = reached(name, state);
    for (let n = 1; n < 8; n++) expect([on.driver.socket(n, 'SR'), on.driver.socket(n, 'IR')]).toEqual([0, 0]);
    on.driver.command(0, 'CLOSE');
    expect(on.driver.socket(0, 'SR')).toBe(0);
  });

  test('Sn_CR takes a command of each socket', () => {
    const on = bench(name);
    for (let n = 0; n < 8; n++) {
      listen(on, { n, port: 5000 + n });
      const states = [0, 1, 2, 3, 4, 5, 6, 7].map((other) => on.driver.socket(other, 'SR'));
      expect(states).toEqual(states.map((_, other) => (other <= n ? SR.LISTEN : SR.CLOSED)));
    }
  });
});
