/** Segments that no well-behaved peer sends: RFC 9293 section 3.10.7, RFC 1122. Each with its switch. */
import { describe, expect, test } from 'vitest';
import type { ChipSwitches } from '../../simulator/chip/chip.ts';
import {
  CHIPS,
  establish,
  lastSegment,
  listen,
  MS,
  PEER_ISS,
  PEER_PORT,
  peerFrame,
  type Rig,
  rig,
  type Segment,
} from './rig.ts';

const SYN = { flags: ['syn'], seq: PEER_ISS } as const;

/** Flags of what the chip sends in answer, and Sn_SR. */
function answerTo(on: Rig, act: () => void): readonly [answers: readonly string[], state: number] {
  const before = on.segments().length;
  act();
  on.wait(5 * MS);
  const answers = on.segments().slice(before);
  const flags = answers.map(({ flags }) => (['syn', 'fin', 'rst', 'ack'] as const).filter((it) => flags[it]).join());
  return [flags, on.driver.socket(0, 'SR')];
}

/** FIN; no flags, as a null scan has it; FIN and PSH, as a XMAS scan has it. */
const STRAYS: readonly Segment['flags'][] = [['fin'], [], ['fin', 'psh']];
const LISTEN = 0x14;

describe.each(CHIPS)('%s', (name) => {
  describe('in LISTEN (RFC 9293 section 3.10.7.2)', () => {
    const listening = (switches: Partial<ChipSwitches> = {}): Rig => {
      const on = rig(name, { switches });
      listen(on);
      return on;
    };

    test.each(STRAYS.map((flags) => ({ flags })))(
      'a segment with the flags $flags is dropped; with the switch it is answered',
      ({ flags }) => {
        const stray = { flags, seq: PEER_ISS };
        const on = listening();
        expect(answerTo(on, () => on.peer(stray))).toEqual([[], LISTEN]);
        const other = listening({ strayAtListen: 'reset' });
        expect(answerTo(other, () => other.peer(stray))).toEqual([['rst,ack'], LISTEN]);
      },
    );

    test('an ACK gets a RST with its number', () => {
      const on = listening();
      expect(answerTo(on, () => on.peer({ flags: ['ack'], seq: PEER_ISS, ack: 77 }))).toEqual([['rst'], LISTEN]);
      expect(lastSegment(on).seq).toBe(77);
    });

    test('a RST is ignored', () => {
      const on = listening();
      expect(answerTo(on, () => on.peer({ flags: ['rst'], seq: PEER_ISS }))).toEqual([[], LISTEN]);
    });

    test('to a port without a socket each gets its RST', () => {
      const on = rig(name);
      for (const flags of STRAYS) expect(answerTo(on, () => on.peer({ flags, seq: 1 }))).toEqual([['rst,ack'], 0]);
    });
  });

  describe('a RST in a connection (RFC 9293 section 3.10.7.4)', () => {
    const SEQ = PEER_ISS + 1;
    const reset = (offset: number, switches: Partial<ChipSwitches> = {}): readonly [readonly string[], number] => {
      const on = rig(name, { switches });
      establish(on);
      return answerTo(on, () => on.peer({ flags: ['rst'], seq: SEQ + offset }));
    };

    test('closes only at RCV.NXT; elsewhere in the window it gets a challenge ACK', () => {
      expect(reset(0)).toEqual([[], 0x00]);
      expect(reset(1)).toEqual([['ack'], 0x17]);
      expect(reset(2047)).toEqual([['ack'], 0x17]);
    });

    test('is dropped outside of the window', () => {
      expect(reset(-1)).toEqual([[], 0x17]);
      expect(reset(2048)).toEqual([[], 0x17]);
    });

    test('closes anywhere in the window with the switch', () => {
      const switches = { rstInWindow: 'closes' } as const;
      expect(reset(2047, switches)).toEqual([[], 0x00]);
      expect(reset(2048, switches)).toEqual([[], 0x17]);
    });
  });

  describe('a SYN from an impossible source (RFC 1122 sections 3.2.1.3 and 4.2.3.10)', () => {
    const from = (
      ends: Parameters<typeof peerFrame>[1],
      switches: Partial<ChipSwitches> = {},
    ): readonly [readonly string[], number] => {
      const on = rig(name, { switches });
      listen(on);
      return answerTo(on, () => on.inject(peerFrame({ ...SYN, sourcePort: PEER_PORT }, ends)));
    };

    test.each([
      ['no address', [0, 0, 0, 0]],
      ['loopback', [127, 0, 0, 1]],
      ['multicast', [224, 0, 0, 1]],
      ['the broadcast', [255, 255, 255, 255]],
      ["the subnet's broadcast", [192, 168, 1, 255]],
      ["the chip's own address", [192, 168, 1, 20]],
    ])('%s is dropped, and taken with the switch', (_what, ip) => {
      const sourceIp = Uint8Array.from(ip);
      expect(from({ sourceIp })).toEqual([[], LISTEN]);
      expect(from({ sourceIp }, { impossibleSources: 'taken' })).toEqual([['syn,ack'], 0x16]);
    });

    test('the MAC address of a group is dropped', () => {
      expect(from({ sourceMac: Uint8Array.of(0x01, 0, 0x5e, 0, 0, 1) })).toEqual([[], LISTEN]);
    });

    test.each([
      [223, 255, 255, 255],
      [192, 168, 2, 255],
      [126, 0, 0, 1],
    ])('%i.%i.%i.%i is possible', (...ip) => {
      expect(from({ sourceIp: Uint8Array.from(ip) })).toEqual([['syn,ack'], 0x16]);
    });
  });

  describe('a window that stays closed (RFC 9293 section 3.8.6.1)', () => {
    /** Milliseconds between the octets that are sent into it; the peer answers each with a closed window. */
    const gaps = (switches: Partial<ChipSwitches> = {}): readonly number[] => {
      const on = rig(name, { switches });
      on.driver.setCommon('RCR', 3);
      const next = establish(on, { window: 0 });
      on.driver.send(0, [1, 2, 3]);
      const timesMs: number[] = [];
      for (let ms = 0; ms < 20_000; ms++) {
        const before = on.sent.length;
        on.wait(MS);
        if (!on.sent.slice(before).some(({ frame }) => frame.kind === 'tcp')) continue;
        timesMs.push(ms);
        on.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: next, window: 0 });
      }
      expect(on.driver.socket(0, 'SR')).toBe(0x17);
      return timesMs.slice(1, 8).map((ms, n) => ms - (timesMs[n] ?? 0));
    };

    test('probes of it back off as far as the waits of RTR and RCR do', () => {
      expect(gaps()).toEqual([400, 800, 1600, 1600, 1600, 1600, 1600]);
    });

    test('with the switch each follows after RTR', () => {
      expect(gaps({ windowProbes: 'every-rtr' })).toEqual(new Array(7).fill(200));
    });
  });
});
