/** The device as a client: connects, connects again after any end, each time from another port. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import type { Peer } from '../../simulator/host/peer.ts';
import { armBuilt } from '../engine/arm/build.ts';
import { BRISK, type Built, built, planOfText } from '../whole/firmware.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { CHIPS_ABOVE } from '../whole/share.ts';
import { endsOf, firmware, play } from './rig.ts';

const SERVER = { ip: '192.168.1.101', port: 7000 }; // the rig's first host
const STEADY = { firstMs: 1000, maxMs: 5000, factor: 2, jitter: 0 };

/** A server on the rig's first host; every connection that it accepts, in order. */
function serve(rig: Rig, tcp = {}): { readonly peer: Peer; readonly accepted: Connection[]; listen(): void } {
  const peer = rig.peer(tcp);
  const accepted: Connection[] = [];
  const listen = (): void => peer.listen(SERVER.port, (connection) => void accepted.push(connection));
  listen();
  return { peer, accepted, listen };
}

/** Local ports and times of the SYNs that left the device, repetitions left out. */
function synsOf(rig: Rig): readonly { readonly port: number; readonly atMs: number }[] {
  const syns = rig.events.flatMap((event) => {
    const found =
      event.kind === 'frame' && event.from === 'device'
        ? /:(\d+) > .*\[SYN\]|(\d+) → \d+ SYN(?! ACK)/.exec(event.summary)
        : null;
    return found === null ? [] : [{ port: Number(found[1] ?? found[2]), atMs: event.atNs / 1e6 }];
  });
  return syns.filter(({ port }, index) => port !== syns[index - 1]?.port);
}

describe.each(CHIPS_ABOVE)('%s', (chip) => {
  let client: Built;
  let fixed: Built;
  beforeAll(async () => {
    client = await firmware(chip, { sockets: [{ role: 'client', server: SERVER, reconnect: STEADY }] });
    fixed = await firmware(chip, {
      sockets: [{ role: 'client', server: SERVER, reconnect: STEADY, localPort: 5001 }],
    });
  });

  test('connects by itself, echoes, and probes the server', () => {
    const rig = play(client, function* (rig) {
      const { accepted } = serve(rig);
      yield* rig.until('a connection', () => accepted.length === 1, 1000);
      const [connection] = accepted;
      if (connection === undefined) throw new Error('none');
      expect(connection.ends.remotePort).toBeGreaterThanOrEqual(49_152);
      yield* rig.echoed(connection, pattern(3000), 1000);
      yield pause(13_000); // the TCP timeout of 1.5 s holds probes further apart than a second
      expect(connection.state).toBe('ESTABLISHED');
    });
    expect(rig.events.filter((event) => event.kind === 'probe-answered').length).toBeGreaterThanOrEqual(8);
    expect(endsOf(rig)).toEqual([]);
  });

  test('a server that is not there is tried again after 1, 2, 4, 5, 5 s; found, the waits begin anew', () => {
    const rig = play(client, function* (rig) {
      const peer = rig.peer();
      yield pause(25_000); // every attempt is refused at once
      const accepted: Connection[] = [];
      peer.listen(SERVER.port, (connection) => void accepted.push(connection));
      yield* rig.until('a connection', () => accepted.length === 1, 5100);
      yield pause(6000); // longer than the wait before
      accepted[0]?.abort();
      yield* rig.until('a second one', () => accepted.length === 2, 1100);
      accepted[1]?.abort(); // at once: now the wait grows
      const overMs = rig.nowMs;
      yield* rig.until('a third one', () => accepted.length === 3, 2100);
      expect(rig.nowMs - overMs).toBeGreaterThan(1900);
    });
    const syns = synsOf(rig);
    const gaps = syns.slice(1, 6).map(({ atMs }, index) => atMs - (syns[index]?.atMs ?? 0));
    for (const [index, wanted] of [1000, 2000, 4000, 5000, 5000].entries()) {
      expect(Math.abs((gaps[index] ?? 0) - wanted)).toBeLessThan(30);
    }
    expect(new Set(syns.map(({ port }) => port)).size).toBe(syns.length);
  });

  test('nobody at the address: one CONNECT for each attempt, however long ARP takes, and longer waits each time', () => {
    const rig = play(client, function* () {
      yield pause(40_000);
    });
    const given = (command: string): number =>
      rig.events.filter((event) => event.kind === 'command' && event.command === command).length;
    expect(given('CONNECT')).toBe(given('OPEN'));
    expect(given('OPEN')).toBeGreaterThanOrEqual(7);
    expect(given('OPEN')).toBeLessThanOrEqual(10); // 0.4 s of ARP, then 1, 2, 4, 5, 5 … s
  });

  test('after any end: FIN, RST, a dead server, one that restarts on the spot; always from a new port', () => {
    const rig = play(client, function* (rig) {
      const { peer, accepted, listen } = serve(rig);
      const next = function* (count: number, withinMs: number) {
        yield* rig.until(`connection ${count}`, () => accepted.length === count, withinMs);
        const connection = accepted[count - 1];
        if (connection === undefined) throw new Error('none');
        yield* rig.echoed(connection, pattern(100, count), 1000);
        yield pause(1500);
        return connection;
      };
      (yield* next(1, 1000)).close();
      (yield* next(2, 3000)).abort();
      yield* next(3, 4000);
      peer.powerOff();
      yield pause(10_000);
      peer.boot();
      listen();
      yield* next(4, 15_000);
      peer.boot();
      listen();
      yield* next(5, 8000);
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['peer-closed', 'reset', 'probe-timeout', 'reset']);
    const ports = synsOf(rig).map(({ port }) => port);
    expect(new Set(ports).size).toBe(ports.length);
  });

  test('a fixed port stays', () => {
    const rig = play(fixed, function* (rig) {
      const { accepted } = serve(rig, { timeWaitNs: 0 });
      for (let count = 1; count <= 3; count++) {
        yield* rig.until('a connection', () => accepted.length === count, 8000);
        expect(accepted[count - 1]?.ends.remotePort).toBe(5001);
        yield* rig.echoed(accepted[count - 1] as Connection, pattern(10), 1000);
        yield pause(1500);
        accepted[count - 1]?.abort();
        yield* rig.until('its end', () => endsOf(rig).length === count, 100);
      }
    });
    expect(endsOf(rig)).toHaveLength(3);
  });

  test('a chip that loses its registers is set up again, and the client connects again from another port', () => {
    const rig = new Rig(client);
    rig.play(
      (function* () {
        const { accepted } = serve(rig);
        yield* rig.until('a connection', () => accepted.length === 1, 1000);
        yield pause(100);
        rig.chip.reset(0);
        rig.chip.reset(1);
        yield* rig.until('another one', () => accepted.length === 2, 5000);
        yield* rig.echoed(accepted[1] as Connection, pattern(10), 1000);
      })(),
    );
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['chip-fault']);
    expect(rig.violations().filter((text) => !/^(access|reset)\//.test(text))).toEqual([]); // nobody tells the firmware
  });

  test('four clients of one server and a server beside them', async () => {
    const mixed = await firmware(chip, {
      sockets: [{ port: 5000 }, { role: 'client', server: SERVER, reconnect: STEADY, count: 4 }],
    });
    const rig = play(mixed, function* (rig) {
      const { accepted } = serve(rig);
      yield* rig.until('four connections', () => accepted.length === 4, 1000);
      expect(new Set(accepted.map(({ ends }) => ends.remotePort)).size).toBe(4);
      yield* rig.echoed(yield* rig.connected(rig.peer(), 500), pattern(700), 1000);
      for (const [index, connection] of accepted.entries()) yield* rig.echoed(connection, pattern(500, index), 1000);
      for (const connection of [...accepted]) connection.abort();
      yield* rig.until('four more', () => accepted.length === 8, 1200);
    });
    expect(endsOf(rig)).toHaveLength(4);
  });

  test('jitter shortens waits at random, never lengthens them, and differs between devices', async () => {
    const gapsOf = async (mac: string): Promise<readonly number[]> => {
      const jittery = await firmware(chip, {
        network: { mac, ip: '192.168.1.20' },
        sockets: [
          { role: 'client', server: SERVER, reconnect: { firstMs: 1000, maxMs: 1000, factor: 1, jitter: 0.5 } },
        ],
      });
      const rig = play(jittery, function* (rig) {
        rig.peer();
        yield pause(40_000);
      });
      const syns = synsOf(rig);
      return syns.slice(1).map(({ atMs }, index) => Math.round(atMs - (syns[index]?.atMs ?? 0)));
    };
    const [one, other] = [await gapsOf('00:08:DC:01:02:03'), await gapsOf('00:08:DC:01:02:04')];
    for (const gaps of [one, other]) {
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(1020);
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeGreaterThan(300);
    }
    expect(one).not.toEqual(other);
  });
});

describe('after a start', () => {
  const spec = { chip: 'W5500', ...BRISK, sockets: [{ role: 'client', server: SERVER, reconnect: STEADY }] };
  const sources = new Map(render(planOfText(JSON.stringify(spec))).map(({ path, text }) => [path, text]));
  const COUNTER = 'static uint32_t volatile starts __attribute__((section(".noinit")));';

  async function firstPort(starts: number, stirred?: number): Promise<number> {
    const client = sources.get('kw_client.c') ?? '';
    const main = sources.get('main.c') ?? '';
    const stir = stirred === undefined ? '' : `    kw_client_seed(${stirred}U);\n`;
    const files = {
      'kw_client.c': client.replace(COUNTER, `static uint32_t volatile starts = ${starts}U;`),
      'main.c': main
        .replace('    kw_loop_init();', `${stir}    kw_loop_init();`)
        .replace('#include "kw_clock.h"', '#include "kw_client.h"\n#include "kw_clock.h"'),
    };
    expect(files['kw_client.c']).not.toBe(client);
    const rig = play(await built(spec, files), function* (rig) {
      rig.peer();
      yield pause(500);
    });
    return synsOf(rig)[0]?.port ?? 0;
  }

  test('the first port is another one, far from those before, and a number of the user’s moves it too', async () => {
    const ports = [];
    for (const starts of [0, 1, 2, 3, 0xffff_ffff]) ports.push(await firstPort(starts));
    for (const [index, port] of ports.entries()) {
      expect(port).toBeGreaterThanOrEqual(49_152);
      for (const other of ports.slice(0, index)) expect(Math.abs(port - other)).toBeGreaterThan(1000);
    }
    expect(await firstPort(0, 77)).not.toBe(ports[0]);
  });

  test('what counts the starts lies behind all that start-up code sets', async () => {
    const { elf } = await armBuilt(spec);
    const file = join(mkdtempSync(join(tmpdir(), 'keepwire-noinit-')), 'client.elf');
    writeFileSync(file, elf);
    const { stdout } = await execa('arm-none-eabi-nm', [file]);
    rmSync(dirname(file), { recursive: true });
    const addressOf = (symbol: string): number =>
      Number.parseInt(new RegExp(`^(\\w+) \\w ${symbol}$`, 'm').exec(stdout)?.[1] ?? '', 16);
    expect(addressOf('starts')).toBeGreaterThanOrEqual(addressOf('kw_bss_end'));
    expect(addressOf('kw_noinit_end')).toBeGreaterThan(addressOf('starts'));
    expect(addressOf('kw_data_end')).toBeLessThanOrEqual(addressOf('kw_bss_start'));
  });
});
