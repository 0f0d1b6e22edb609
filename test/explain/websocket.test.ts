/** What `explain` says of a WebSocket server that other sockets do not have. */
import { expect, test } from 'vitest';
import { explainText } from '../../generator/explain/explain.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';

const PING = { afterIdleS: 10, withinS: 5 };
const ASK = { text: 'still there?', afterIdleS: 20, withinS: 5, tries: 3 };

const flat = (text: string): string => text.replace(/\s+/g, ' ');

function explained(more: object = {}, websocket: object = {}, count = 2): string {
  const { plan, spec } = planned(more, websocket, count);
  return flat(explainText(plan, spec));
}

/** As the command prints them, which knows what the text has. */
function defaultsOf(websocket: object): string {
  const given = ['/sockets/0/websocket', '/sockets/0/websocket/ping/afterIdleS', '/sockets/0/websocket/ping/withinS'];
  const { plan, spec } = planned({}, websocket, 2);
  return flat(explainText(plan, spec, given).split('\ndefaults\n')[1] ?? '');
}

function planned(more: object, websocket: object, count: number) {
  const text = JSON.stringify({
    ...{ chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } },
    sockets: [{ port: 80, count, protocol: 'websocket', websocket: { ping: PING, ...websocket } }],
    ...more,
  });
  const parsed = parseSpec(text, { readFile: () => new TextEncoder().encode('<p>') });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { plan: planOf(parsed.value), spec: parsed.value };
}

test('a tab that hangs is noticed by what counts messages, and not by pings and probes', () => {
  expect(explained()).toContain(' tab-hung not covered the script of a page hangs while its browser lives');
  expect(explained()).toContain(' tab-hung not detected by probe, retransmission of data, ping ');
  const asked = explained({ ask: ASK });
  // 20 s + 3 x 5 s and a poll: a tick, 2 sockets each 8 ms, and the data of both.
  expect(asked).toMatch(/ tab-hung at most 35\.057 s ask\.afterIdleS 20 s \+ 3 x ask\.withinS 15 s \+ reaction time/);
  expect(asked).toMatch(/ tab-hung question 35\.057 s \([^)]*\); not detected by probe, retransmission of data, ping /);
  const all = explained({ idle: { closeAfterS: 60 }, heartbeat: { expect: { withinS: 90 } } });
  expect(all).toMatch(/ tab-hung idle limit 90\.057 s \([^)]*\); heartbeat 90\.057 s \([^)]*\); not detected by probe/);
});

test('within a message that has begun no question goes out: pings, probes and the end of the question remain', () => {
  expect(explained({ ask: ASK })).toMatch(
    / cut-in-message retransmission of data 13\.057 s [^;]*; ping [^;]*; probe 21\.057 s /,
  );
  const heartbeat = { heartbeat: { send: { text: 'x', everyS: 2 } } };
  expect(explained(heartbeat)).toMatch(/ cable-cut retransmission of data 5\.057 s /);
  expect(explained(heartbeat)).toMatch(/ cut-in-message retransmission of data 13\.057 s /);
  expect(explained(heartbeat, { ping: null })).toMatch(/ cut-in-message probe 21\.057 s /);
});

test('the defaults, wherever the key stands', () => {
  const own = /origins null \/sockets\/0\/websocket\/maxMessageBytes 1024 \/sockets\/0\/websocket\/handshakeS 5 /;
  expect(defaultsOf({})).toMatch(own);
  expect(defaultsOf({})).toMatch(/ \/sockets\/0\/websocket\/path "\/" \/sockets\/0\/websocket\/subprotocols \[\] /);
  expect(defaultsOf({})).toMatch(/\/sockets\/0\/websocket\/ping\/tries 2 /);
  const row =
    'WebSocket at /, for pages of the device itself, no subprotocol, messages of at most 1024 bytes, handshake within 5 s, close within 2 s';
  expect(explained({ websocket: null, sockets: [{ port: 80, protocol: 'websocket' }] })).toContain(row);
  const named = explained({}, { origins: ['http://a', 'http://b'], subprotocols: ['v1', 'v2'] });
  expect(named).toContain('WebSocket at /, for pages from http://a, http://b, subprotocols v1, v2, messages');
});

test('a page, and which socket is kept for it', () => {
  const text = explained({}, { page: 'index.html' }, 3);
  expect(text).toMatch(
    / 1 server on port 80 [^;]*; WebSocket [^;]*; page index\.html at \/, \d+ bytes as gzip 2 server/,
  );
  expect(text).toContain('; kept for the page: the last free socket of the port takes no WebSocket');
});

test('what counts as data on a WebSocket', () => {
  const remark =
    'On a WebSocket, methods that wait for data count messages, not pings and pongs: a browser answers pings';
  expect(explained()).toContain(remark);
  expect(explained({ sockets: [{ port: 5000 }] })).not.toContain('On a WebSocket');
});
