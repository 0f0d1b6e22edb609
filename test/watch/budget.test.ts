/** What watching costs: bytes on SPI, flash and RAM. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { NS_PER_MS } from '../../simulator/clock.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { needTools } from '../tools.ts';
import { CHIPS, planOfText, STAND_IN } from '../whole/firmware.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { ALL_METHODS, PERIODS, WATCH, watched } from './firmware.ts';

/** In one call of kw_watch_poll, and a socket and call averaged over a second of 1,000 calls. */
const MOST_BYTES = 32;
const MOST_AVERAGE = 8;
const MOST_FLASH = 1024;
const MOST_RAM = 32;

/** Serves its sockets until each has had a connection and a byte, and does nothing from then on. */
const QUIET_APP = `
#include <stdbool.h>
#include <stdint.h>
#include "socket.h"
#include "wizchip_conf.h"
#include "kw_config.h"
#include "kw_watch.h"
void kw_app_poll(void);
void kw_app_ended(uint32_t sn, kw_end_reason_t reason);
void kw_app_poll(void)
{
    static bool done[KW_SOCKET_COUNT];
    static uint8_t byte;
    for (uint8_t sn = 0; sn < KW_SOCKET_COUNT; sn++) {
        uint8_t const state = done[sn] ? 0xFFU : getSn_SR((uint32_t)sn);
        if (state == SOCK_CLOSED) {
            (void)socket(sn, Sn_MR_TCP, 5000, 0);
        } else if (state == SOCK_INIT) {
            (void)listen(sn);
        } else if (state == SOCK_ESTABLISHED && getSn_RX_RSR(sn) > 0U) {
            (void)recv(sn, &byte, 1);
            (void)send(sn, &byte, 1);
            done[sn] = true;
        }
    }
}
void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}
`;

/** Counts the bytes of each millisecond: the simulated application calls once in each. */
class Meter {
  readonly bytes = new Map<number, number>();
  isOn = false;

  wrap(chip: WiznetChip, rig: Rig): WiznetChip {
    const count = (more: number): void => {
      const ms = Math.floor(rig.clock.nowNs / NS_PER_MS);
      if (this.isOn) this.bytes.set(ms, (this.bytes.get(ms) ?? 0) + more);
    };
    return {
      select: () => chip.select(),
      exchange: (bytes) => {
        count(bytes.length);
        return chip.exchange(bytes);
      },
      exchangeByte: (byte) => {
        count(1);
        return chip.exchangeByte(byte);
      },
      deselect: () => chip.deselect(),
      reset: (level) => chip.reset(level),
      get interrupt() {
        return chip.interrupt;
      },
    };
  }
}

describe.each(CHIPS)('%s', (chip) => {
  test.each([1, 2, 8])('bytes on SPI, %i sockets, with every method', async (count) => {
    const firmware = await watched(
      { chip, sockets: [{ port: 5000, count }], ...ALL_METHODS, callEveryMs: 1 },
      { 'app.c': QUIET_APP },
    );
    const meter = new Meter();
    const rig = new Rig(firmware, { wrap: (model, itsRig) => meter.wrap(model, itsRig) });
    rig.play(
      (function* (): Task {
        for (let number = 0; number < count; number++) {
          yield* rig.echoed(yield* rig.connected(rig.peer(), 1000), pattern(1), 1000);
        }
        yield pause(100);
        meter.isOn = true;
        yield pause(20_000); // with probes
      })(),
    );
    const perMs = [...meter.bytes.entries()].sort(([a], [b]) => a - b);
    expect(perMs.length).toBeGreaterThan(10_000 * Math.min(1, count / 8));
    expect(Math.max(...perMs.map(([, bytes]) => bytes))).toBeLessThanOrEqual(MOST_BYTES);
    const [fromMs = 0] = perMs[0] ?? [];
    for (let second = 0; second < 19; second++) {
      const own = perMs.filter(([ms]) => Math.floor((ms - fromMs) / 1000) === second);
      const sum = own.reduce((total, [, bytes]) => total + bytes, 0);
      expect(sum / 1000 / count).toBeLessThanOrEqual(MOST_AVERAGE);
      expect(sum).toBeGreaterThan(0);
    }
  });

  // The heartbeat is missed after 40 s, and the sockets get a DISCON; nobody answers the FIN of one that is off.
  test('bytes on SPI while connections begin, and end', async () => {
    const firmware = await watched(
      { chip, sockets: [{ port: 5000, count: 2 }], ...ALL_METHODS, callEveryMs: 1 },
      { 'app.c': QUIET_APP },
    );
    const meter = new Meter();
    const rig = new Rig(firmware, { wrap: (model, itsRig) => meter.wrap(model, itsRig) });
    rig.play(
      (function* (): Task {
        const peers = [rig.peer(), rig.peer()];
        for (const peer of peers) yield* rig.echoed(yield* rig.connected(peer, 1000), pattern(1), 1000);
        yield pause(100);
        meter.isOn = true;
        yield pause(38_000);
        peers[0]?.powerOff();
        yield pause(20_000);
      })(),
    );
    const given = rig.events.flatMap((it) => (it.kind === 'command' && it.atNs > 30e9 ? [it.command] : []));
    expect(given).toContain('DISCON');
    expect(Math.max(...meter.bytes.values())).toBeLessThanOrEqual(MOST_BYTES);
  });

  test('flash and RAM', () => {
    needTools('compiler');
    const [two, three] = [2, 3].map((count) => sizesOf(chip, { sockets: [{ port: 5000, count }] })) as [Sizes, Sizes];
    expect(two.text).toBeLessThanOrEqual(MOST_FLASH);
    expect(three.bss - two.bss).toBeLessThanOrEqual(MOST_RAM);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'keepwire-watch-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Sizes {
  readonly text: number;
  readonly bss: number;
}

/** Of kw_watch.c alone, as arm-none-eabi-gcc compiles it for a Cortex-M3 with -Os. */
function sizesOf(chip: string, spec: Readonly<Record<string, unknown>>): Sizes {
  const plan = planOfText(JSON.stringify({ chip, ...WATCH, ...PERIODS, ...spec }), 'watched');
  for (const { path, text } of render(plan)) writeFileSync(join(folder, path), text);
  const flags = ['-mcpu=cortex-m3', '-mthumb', '-Os', '-std=c11', '-ffunction-sections', `-D_WIZCHIP_=${chip}`];
  const files = ['-isystem', STAND_IN, '-I.', '-c', 'kw_watch.c', '-o', 'kw_watch.o'];
  execFileSync('arm-none-eabi-gcc', [...flags, ...files], { cwd: folder });
  const [, row = ''] = execFileSync('arm-none-eabi-size', ['kw_watch.o'], { cwd: folder, encoding: 'utf8' }).split(
    '\n',
  );
  const [text = Number.NaN, data = Number.NaN, bss = Number.NaN] = row.trim().split(/\s+/).map(Number);
  return { text: text + data, bss: data + bss };
}
