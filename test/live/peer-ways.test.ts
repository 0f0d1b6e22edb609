/** `keepwire peer` with a device that watches its peer by more than probes, in one virtual time. */
import { expect } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { BRISK, planOfText } from '../whole/firmware.ts';
import { deskTest, deskTestOnEachChip } from './desk-test.ts';
import { HOST_IP, type Script } from './virtual-desk.ts';

/** Hour-long periods: no probe disturbs what another method does. */
const NO_PROBES = { keepalive: { NO_DATA_PERIOD: 3600, KA_SEND_PERIOD: 3600 } };
const HEARTBEAT = { send: { text: 'online\n', everyS: 1 }, expect: { text: 'alive\n', withinS: 3 } };
const ASK = { text: 'are you there?\n', answer: { text: 'yes\n' }, afterIdleS: 1, withinS: 1, tries: 2 };
/** Ticks, polls and the wire. */
const ROUNDING_MS = 30;

deskTest('heartbeats both ways keep a connection', { ...NO_PROBES, heartbeat: HEARTBEAT }, function* (desk) {
  yield* desk.poweredUp();
  const peer = desk.peer('--every', '0', '--for', '60', '--json');
  peer.start();
  yield* peer.ended();
  const { connections } = JSON.parse(peer.lines.join('\n'));
  // The device's application has seen none of ours: nothing came back.
  expect(connections).toMatchObject([{ reason: 'stopped', bytes: 0 }]);
  expect([59, 60]).toContain(connections[0].heartbeats);
});

deskTest('answers keep a connection, and are no data', { ...NO_PROBES, ask: ASK }, function* (desk) {
  yield* desk.poweredUp();
  const peer = desk.peer('--every', '0', '--for', '60', '--json');
  peer.start();
  yield* peer.ended();
  const { connections } = JSON.parse(peer.lines.join('\n'));
  expect(connections).toMatchObject([{ reason: 'stopped', bytes: 0 }]);
  expect(connections[0].questions).toBeGreaterThanOrEqual(55);
});

deskTest(
  'echoes are told from heartbeats, questions and answers',
  { heartbeat: HEARTBEAT, ask: ASK },
  function* (desk) {
    yield* desk.poweredUp();
    const peer = desk.peer('--every', '2', '--for', '59', '--json');
    peer.start();
    yield* peer.ended();
    const { connections, roundTrips } = JSON.parse(peer.lines.join('\n'));
    expect(connections).toMatchObject([{ reason: 'stopped', bytes: 0 }]);
    expect(roundTrips.count).toBe(30);
    expect(connections[0].heartbeats).toBeGreaterThanOrEqual(57);
  },
);

const METHODS = [
  ['no-answer', { ask: ASK }, 3000],
  ['heartbeat-missed', { heartbeat: HEARTBEAT }, 3000],
  ['idle', { idle: { closeAfterS: 2, checkEveryS: 1 } }, 3000],
] as const;

for (const [reason, method, boundMs] of METHODS) {
  deskTest(`a peer whose application hangs is noticed: ${reason}`, { ...NO_PROBES, ...method }, function* (desk) {
    yield* desk.poweredUp();
    const peer = desk.peer('--expect-within', '12', '--outage', 'silence');
    peer.start();
    yield* peer.said(new RegExp(`The plan's bound for a silent peer is ${boundMs / 1000}\\.0\\d\\d s`));
    const passed = yield* peer.said(/PASS: the device ended the connection/);
    expect(yield* peer.ended()).toBe(0);
    const tookMs = Number(/connection ([\d.]+) s/.exec(passed)?.[1]) * 1000;
    expect(tookMs).toBeGreaterThan(1900);
    expect(tookMs).toBeLessThanOrEqual(boundMs + ROUNDING_MS);
    yield* desk.seen(new RegExp(`reason ${reason}$`));
  });
}

deskTest('a limit that is too short for it is not kept', { ...NO_PROBES, heartbeat: HEARTBEAT }, function* (desk) {
  yield* desk.poweredUp();
  const peer = desk.peer('--expect-within', '2', '--outage', 'silence');
  peer.start();
  yield* peer.said(/FAIL: the device had not ended the connection 2\.00[012] s after this peer fell silent/);
  expect(yield* peer.ended()).toBe(1);
});

const GOODBYE = { goodbye: { text: 'bye\n' } };

deskTest('the peer’s goodbye ends it on the device too', GOODBYE, function* (desk) {
  yield* desk.poweredUp();
  const peer = desk.peer('--for', '2');
  peer.start();
  yield* desk.seen(/reason goodbye$/);
  yield* desk.seen(/listens again$/);
  expect(yield* peer.ended()).toBe(0);
});

deskTest(
  'the device’s goodbye is honoured',
  GOODBYE,
  function* (desk) {
    yield* desk.poweredUp();
    const peer = desk.peer('--every', '1');
    peer.start();
    yield* peer.said(/echo after/);
    yield* peer.said(/socket 0: goodbye received$/);
    yield* peer.said(/the device sent its goodbye message$/);
    yield* peer.said(/echo after/);
  },
  { 'app.c': appThatStops() },
);

/** The generated application, which stops its socket after each echo. */
function appThatStops(): string {
  const plan = planOfText(JSON.stringify({ ...BRISK, chip: 'W5500', ...GOODBYE }));
  const code = render(plan).find(({ path }) => path === 'app.c')?.text ?? '';
  const stops = code.replace(
    /(\(void\)kw_socket_send\((\w+), buffer, length\);[^\n]*\n)/,
    '$1    kw_socket_stop($2);\n',
  );
  expect(stops).not.toBe(code);
  return stops;
}

const CLIENT = {
  sockets: [
    {
      role: 'client',
      server: { ip: HOST_IP, port: 6000 },
      reconnect: { firstMs: 200, maxMs: 1000, factor: 2, jitter: 0.1 },
    },
  ],
};

deskTestOnEachChip('a device that is a client connects, and connects again after a cut', CLIENT, async (desk) => {
  const peer = desk.peer('--expect-within', '25');
  await peer.listen();
  return (function* (): Script {
    peer.start();
    yield* peer.said(/Listening on 0\.0\.0\.0:6000/);
    yield* peer.said(/socket 0: connected/);
    yield* peer.said(/armed/);
    desk.press('c');
    peer.type('');
    yield* desk.seen(/reason (timeout|probe-timeout|send-timeout)$/);
    desk.press('c');
    yield* peer.said(/PASS: a new connection works/);
    expect(yield* peer.ended()).toBe(0);
  })();
});
