/** Applications that are no echo, under scenarios that were written for one. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { built, EXAMPLES_FOLDER, planOfText } from '../whole/firmware.ts';
import { builtIn, mustPass, play, scenario } from '../whole/play.ts';

const APP = readFileSync(`${EXAMPLES_FOLDER}applications/modbus-server/app.c`, 'utf8');
const SPEC = {
  chip: 'W5500',
  keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
  timer: { prescaler: 71 },
  sockets: [{ port: 502, count: 2 }],
};
const modbus = (more: object) => built({ ...SPEC, ...more }, { 'app.c': APP });

/** The simulated hour is played elsewhere, and there is no WebSocket here. */
const SCENARIOS = BUILT_IN.filter(({ name }) => name !== 'idle' && !name.startsWith('ws-')).map(
  (it) => [it.name, it] as const,
);

describe('"traffic": "none"', () => {
  test.each(SCENARIOS)('a Modbus server passes %s', async (_name, what) => {
    mustPass(await modbus({ traffic: 'none' }), what);
  });

  test.each(['cable-cut', 'all-slots-dead'])('an echo passes %s too', async (name) => {
    mustPass(await built({ ...SPEC, traffic: 'none' }), builtIn(name));
  });

  test('an own scenario may ask for an answer of a length, and is told when it does not come', async () => {
    const poll = [
      { do: 'connect', peer: 'client' },
      { do: 'send', peer: 'client', hex: '00 01 00 00 00 06 01 03 00 00 00 02' },
    ];
    const received = (count: number) => ({ do: 'wait-until', peer: 'client', is: 'received', count });
    const firmware = await modbus({ traffic: 'none' });
    mustPass(firmware, scenario([...poll, received(13)], { expect: { alive: ['client'] } }));
    expect(play(firmware, scenario([...poll, received(14)])).reasons[0]).toMatch(/client not received \(14\) within/);
  });

  test('a socket may differ from the others', async () => {
    const sockets = [{ port: 502, traffic: 'none' }, { port: 503 }];
    const run = play(await built({ ...SPEC, sockets }, { 'app.c': APP }), builtIn('power-cut'));
    expect(run.reasons[0]).toMatch(/others-1 not completely echoed .*set "traffic" in the spec/);
  });
});

describe('without the key', () => {
  test.each(['cable-cut', 'power-cut', 'peer-keepalive'])(
    'a Modbus server fails %s for its answers alone, and the verdict names the key',
    async (name) => {
      const { verdict, reasons, detections } = play(await modbus({}), builtIn(name));
      expect([verdict, reasons.slice(0, -1)]).toEqual([
        'fail',
        [
          expect.stringMatching(
            /^answer-differs: client .*not completely echoed within 10 s.*set "traffic" in the spec\.$/,
          ),
        ],
      ]);
      // Connections are judged all the same.
      for (const { latencyMs, boundMs } of detections) expect(latencyMs).toBeLessThanOrEqual(boundMs ?? 0);
    },
  );

  test('so does an application that sends something else', async () => {
    const app = render(planOfText(JSON.stringify(SPEC))).find(({ path }) => path === 'app.c')?.text ?? '';
    const upper = app.replace('(void)kw_socket_send', 'buffer[0] ^= 1U; (void)kw_socket_send');
    const { verdict, reasons } = play(await built(SPEC, { 'app.c': upper }), builtIn('cable-cut'));
    expect([verdict, reasons.slice(0, -1)]).toEqual([
      'fail',
      [expect.stringMatching(/^answer-differs: client .*got back different bytes than it sent, at .*set "traffic"/)],
    ]);
  });
});
