/** Where two things meet: load and messages, half-closed peers and timeouts, a link that comes back, ports and ports. */
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../simulator/host/connection.ts';
import { BRISK, built } from '../whole/firmware.ts';
import { pattern, pause, type Rig } from '../whole/rig.ts';
import { CHIPS_ABOVE, isFew, runs } from '../whole/share.ts';
import { echoWith } from './apps.ts';
import { endsOf, firmware, isOver, NO_PROBES, play, text, utf8 } from './rig.ts';

/** Stops everything once it reads `s` first, whatever comes behind it. */
const STOPPED_BY_S = echoWith(`    if (length > 0U && buffer[0] == 's') {
        kw_loop_stop();
    }`);

/** An application that tells the next peer what it heard from the one before. */
const REMEMBERING = `#include <stdint.h>

#include "kw_config.h"
#include "kw_loop.h"

static uint8_t heard[64];
static uint16_t count;

void kw_app_connected(uint32_t socket) { count = (uint16_t)(count - kw_socket_send(socket, heard, count)); }
void kw_app_ended(uint32_t socket, kw_end_reason_t reason) { (void)socket; (void)reason; }
void kw_app_fault(kw_fault_t fault) { (void)fault; }

void kw_app_received(uint32_t socket, uint16_t waiting)
{
    (void)waiting;
    count = kw_socket_receive(socket, heard, sizeof heard);
}
`;

/** Keeps some data on its way to the device all the time: as much as comes back is sent again. */
function stream(connection: Connection, onReceived: (said: string) => void = () => {}): void {
  connection.onReceived = (bytes) => {
    onReceived(text(connection.received.subarray(Math.max(0, connection.received.length - bytes.length - 8))));
    if (!isOver(connection)) connection.send(new Uint8Array(bytes.length).fill(0x78));
  };
  connection.send(new Uint8Array(6000).fill(0x78));
}

describe.each(CHIPS_ABOVE)('%s, while data flows without a pause', (chip) => {
  test('a question is asked, and a peer that answers it is not closed', async () => {
    const asking = await firmware(chip, {
      ...NO_PROBES,
      ask: { text: '?Q?', answer: { text: '!A!' }, afterIdleS: 1, withinS: 1, tries: 2 },
    });
    let asked = 0;
    const rig = play(asking, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      let seen = 0;
      stream(connection, () => {
        const count = text(connection.received).split('?Q?').length - 1;
        for (; seen < count; seen++) connection.send(utf8('!A!'));
        asked = count;
      });
      yield pause(3200);
    });
    expect(endsOf(rig)).toEqual([]);
    expect(asked).toBeGreaterThanOrEqual(2);
  });

  test('heartbeats go out', async () => {
    const beating = await firmware(chip, { ...NO_PROBES, heartbeat: { send: { text: 'BEAT', everyS: 1 } } });
    play(beating, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      stream(connection);
      yield pause(2500);
      expect(text(connection.received).split('BEAT').length - 1).toBe(2);
    });
  });

  test('a stop says goodbye and sends its FIN within a second', async () => {
    const bye = await built({ ...BRISK, ...NO_PROBES, chip, goodbye: { text: 'BYE' } }, { 'app.c': STOPPED_BY_S });
    const rig = play(bye, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      stream(connection);
      yield pause(300);
      connection.onReceived = (bytes) => {
        if (!isOver(connection)) connection.send(new Uint8Array(bytes.length).fill(0x73));
      };
      yield* rig.until('the end', () => endsOf(rig).length === 1, 1500);
      yield pause(100);
      expect(text(connection.received)).toContain('BYE');
      expect(connection.state).toBe('CLOSE-WAIT');
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['local-stop']);
  });
});

describe.each(CHIPS_ABOVE)('%s, a peer that has closed its half and then reads nothing', (chip) => {
  const half = function* (rig: Rig) {
    const connection = yield* rig.connected(rig.peer({ receiveBufferBytes: 500 }), 1000);
    connection.autoRead = false;
    connection.send(pattern(1400));
    connection.send(utf8('s')); // read first of what is left over for the second round
    connection.close();
    return connection;
  };

  test('the send timeout holds', async () => {
    const limited = await firmware(chip, { ...NO_PROBES, sendTimeoutS: 6 });
    const rig = play(limited, function* (rig) {
      yield* half(rig);
      yield* rig.until('the end', () => endsOf(rig).length === 1, 8000);
    });
    expect(endsOf(rig)[0]?.reason).toBe('send-timeout');
  });

  test('a stop of everything takes a second', async () => {
    const bye = await built(
      { ...BRISK, ...NO_PROBES, chip, goodbye: {}, sockets: [{ port: 5000, count: 2 }] },
      { 'app.c': STOPPED_BY_S },
    );
    const rig = play(bye, function* (rig) {
      yield* half(rig);
      yield pause(500);
      const other = yield* rig.connected(rig.peer(), 1000);
      other.send(utf8('s'));
      yield* rig.until('both ends', () => endsOf(rig).length === 2, 1200);
    });
    expect(endsOf(rig)).toHaveLength(2);
  });
});

test.each(CHIPS_ABOVE)(
  '%s: whoever connects as soon as the link is back is not cut off for the time before',
  async (chip) => {
    const linked = await firmware(chip, { ...NO_PROBES, link: { onDown: 'close' } });
    for (let phaseMs = 0; phaseMs < 100; phaseMs += isFew ? 20 : 7) {
      const rig = play(linked, function* (rig) {
        const peer = rig.peer();
        const first = yield* rig.connected(peer, 1000);
        yield* rig.echoed(first, pattern(5), 100);
        rig.unplug();
        yield pause(500 + phaseMs);
        rig.plug();
        const second = yield* rig.connected(peer, 1000);
        yield pause(300);
        expect(second.state).toBe('ESTABLISHED');
        yield* rig.echoed(second, pattern(5), 100);
      });
      expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['link-down']);
    }
  },
);

describe.each(CHIPS_ABOVE)('%s, messages', (chip) => {
  test('data that came before a goodbye reaches the application', async () => {
    const spec = { ...BRISK, ...NO_PROBES, chip, goodbye: { text: 'bye\n' } };
    const bye = await built(spec, { 'app.c': REMEMBERING });
    const rig = play(bye, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      connection.send(utf8('the last words. bye\n'));
      yield* rig.until('a FIN', () => isOver(connection), 20);
      connection.close();
      const next = yield* rig.connected(rig.peer(), 500);
      yield* rig.until('what it heard', () => text(next.received) === 'the last words. ', 100);
    });
    expect(endsOf(rig)[0]?.reason).toBe('goodbye');
  });

  test('what only begins like a message is not kept from the application for ever', async () => {
    const bye = await firmware(chip, { ...NO_PROBES, goodbye: { text: 'bye\n' } });
    play(bye, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      yield* rig.echoed(connection, utf8('tab'), 5000);
    });
  });
});

test.each(CHIPS_ABOVE)('%s: a client’s rotating port is none at which another socket listens', async (chip) => {
  const client = { role: 'client', server: { ip: '192.168.1.101', port: 7000 } };
  const portOf = async (listens: number): Promise<number> => {
    const mixed = await firmware(chip, { sockets: [{ port: listens }, client] });
    let port = 0;
    play(mixed, function* (rig) {
      rig.peer().listen(7000, ({ ends }) => {
        port = ends.remotePort;
      });
      yield* rig.until('a connection', () => port > 0, 3000);
    });
    return port;
  };
  const usual = await portOf(5000);
  expect(await portOf(usual)).not.toBe(usual);
});

test.each(CHIPS_ABOVE)(
  '%s: heartbeats in time are in time on each of eight sockets, without INTn too',
  async (chip) => {
    const eight = await firmware(chip, {
      ...NO_PROBES,
      heartbeat: { expect: { withinS: 3 } },
      wiring: { interrupt: null },
      sockets: [{ port: 5000, count: 8 }],
    });
    const rig = play(eight, function* (rig) {
      const connections: Connection[] = [];
      for (let socket = 0; socket < 8; socket++) connections.push(yield* rig.connected(rig.peer(), 1000));
      for (let beat = 0; beat < runs(10, 30); beat++) {
        for (const connection of connections) if (!isOver(connection)) connection.send(pattern(1));
        yield pause(2970);
      }
    });
    expect(endsOf(rig)).toEqual([]);
  },
);

/** What socket 0 receives is read when socket 1 receives something, and goes out there. */
const BRIDGE = `#include <stdint.h>

#include "kw_config.h"
#include "kw_loop.h"

static uint8_t buffer[KW_CHUNK_BYTES];

void kw_app_connected(uint32_t socket) { (void)socket; }
void kw_app_ended(uint32_t socket, kw_end_reason_t reason) { (void)socket; (void)reason; }
void kw_app_fault(kw_fault_t fault) { (void)fault; }

void kw_app_received(uint32_t socket, uint16_t waiting)
{
    (void)waiting;
    if (socket == 1U && kw_socket_room(1U) > 0U) {
        (void)kw_socket_receive(1U, buffer, 1U);
        (void)kw_socket_send(1U, buffer, kw_socket_receive(0U, buffer, 3U));
    }
}
`;

describe.each([
  ['no message', {}],
  ['a message', { goodbye: { text: 'bye' } }],
])('with %s to look for', (_name, options) => {
  test('an application may read one socket while another one’s data is offered', async () => {
    const bridge = await built(
      { ...BRISK, ...NO_PROBES, chip: 'W5500', ...options, sockets: [{ port: 5000, count: 2 }] },
      { 'app.c': BRIDGE },
    );
    play(bridge, function* (rig) {
      const source = yield* rig.connected(rig.peer(), 1000);
      const sink = yield* rig.connected(rig.peer(), 1000);
      source.send(utf8('0123456789'));
      for (let round = 0; round < 5; round++) {
        yield pause(50);
        sink.send(utf8('x'));
      }
      yield pause(200);
      expect(text(sink.received)).toBe('0123456789');
    });
  });
});
