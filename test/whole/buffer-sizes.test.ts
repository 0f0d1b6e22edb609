/** A size register that reads more than the socket's own buffer holds, beside a socket with larger buffers. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { echoWith, tellingByFault } from '../ways/apps.ts';
import { BRISK, type Built, built } from './firmware.ts';
import { intercepted } from './intercepted.ts';
import { pattern, pause, Rig } from './rig.ts';

/** Sn_TX_FSR and Sn_RX_WR, on both chips (W5500 datasheet 1.0.9, W5200 datasheet 1.3.0): two bytes, the upper one first. */
const SN_TX_FSR = 0x20;
const SN_RX_WR = 0x2a;
const KIB = 1024;
const LARGER = { port: 5001, txKiB: 8, rxKiB: 8 };
const CHIP_FAILED = 'the chip stopped answering';

/** Takes nothing before so many bytes wait, and tells that they do. */
function patient(bytes: number): Readonly<Record<string, string>> {
  const app = echoWith('').replace(
    '    (void)waiting;\n',
    `    if (waiting < ${bytes}U) {
        return;
    }
    kw_app_fault((kw_fault_t)100);
`,
  );
  return tellingByFault(app);
}

/** The byte at `register` of a 16-bit register at `base` that holds `value`; null: it belongs to another one. */
function byteOf(register: number, base: number, value: number): number | null {
  if (register === base) return (value >> 8) & 0xff;
  return register === base + 1 ? value & 0xff : null;
}

describe.each([
  ['W5500', 1, 4],
  ['W5200', 1, 4],
  ['W5200', 1, 8],
  ['W5500', 8, 1],
] as const)('%s, %i KiB to send and %i KiB to receive', (chip, txKiB, rxKiB) => {
  const spec = { ...BRISK, chip, sockets: [{ port: 5000, txKiB, rxKiB }, LARGER] };
  let firmware: Built;
  beforeAll(async () => {
    firmware = await built(spec);
  });

  /** What the firmware tells when a peer sends a byte and a register reads otherwise from then on. */
  function told(misread: (register: number, byte: number) => number | null): readonly string[] {
    let isWrong = false;
    const rig = new Rig(firmware, {
      wrap: (it) => intercepted(it, chip, { read: (at, byte) => (isWrong ? misread(at, byte) : null) ?? byte }),
    });
    rig.play(
      (function* (): Task {
        const connection = yield* rig.connected(rig.peer(), 1000);
        isWrong = true;
        connection.send(pattern(1));
        yield pause(100);
        isWrong = false;
        connection.abort();
        yield* rig.echoed(yield* rig.connected(rig.peer(), 3000), pattern(10), 1000);
      })(),
    );
    return rig.faults().flatMap((event) => ('text' in event ? [event.text] : []));
  }

  test('Sn_TX_FSR: all of the buffer is free, a byte more is not', () => {
    expect(told((register) => byteOf(register, SN_TX_FSR, txKiB * KIB))).toEqual([]);
    expect(told((register) => byteOf(register, SN_TX_FSR, txKiB * KIB + 1))).toEqual([CHIP_FAILED]);
  });

  test('Sn_RX_WR: a byte more than the buffer holds has not been received', () => {
    let upper = 0;
    const ahead = (register: number, byte: number): number | null => {
      if (register === SN_RX_WR) upper = byte;
      // The other byte is known when the lower one is read; the size of a buffer leaves the lower one as it is.
      return register === SN_RX_WR ? (byteOf(register, SN_RX_WR, (upper << 8) + rxKiB * KIB) ?? byte) : null;
    };
    expect(told(ahead)).toEqual([CHIP_FAILED]);
  });

  test('all that the buffer holds may wait', async () => {
    const rig = new Rig(await built(spec, patient(rxKiB * KIB)));
    rig.play(
      (function* (): Task {
        const connection = yield* rig.connected(rig.peer(), 1000);
        connection.send(pattern(rxKiB * KIB));
        yield* rig.until('all of it', () => rig.faults().length > 0, 1000);
      })(),
    );
    expect(rig.faults()).toMatchObject([{ text: 'unknown fault 100' }]);
  });
});
