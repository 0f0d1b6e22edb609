import { describe, expect, test } from 'vitest';
import { pcapng } from '../../simulator/report/pcapng.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { tshark } from '../tshark.ts';
import { BRISK, built } from './firmware.ts';
import { builtIn, mustPass, scenario } from './play.ts';
import { CHIPS_ABOVE } from './share.ts';

/** Ten seconds of rest: a probe a second, each answered. */
const REST = scenario(
  [
    { do: 'connect', peer: 'client' },
    { do: 'send', peer: 'client', text: 'hello' },
    { do: 'expect-echo', peer: 'client' },
    { do: 'wait', for: { s: 13 } }, // the TCP timeout of 1.5 s holds probes further apart than a second
  ],
  { expect: { alive: ['client'] } },
);
const DEVICE = '192.168.1.20';
const FIELDS = [
  ...['ip.src', 'tcp.len', 'tcp.flags.reset', 'tcp.analysis.keep_alive', 'tcp.analysis.keep_alive_ack'],
  ...['_ws.malformed', 'ip.checksum.status', 'tcp.checksum.status', 'frame.time_relative'],
];

interface Packet {
  readonly isFromDevice: boolean;
  readonly length: string;
  readonly isReset: boolean;
  readonly isKeepAlive: boolean;
  readonly isKeepAliveAck: boolean;
  readonly faults: string;
}

/** The TCP packets as the outside decoder sees them. */
function packetsOf(run: Run): readonly Packet[] {
  return tshark(pcapng(run.timeline), FIELDS).flatMap(
    ([source, length = '', reset, keepAlive, ack, malformed, ip, tcp]) =>
      length === ''
        ? []
        : [
            {
              isFromDevice: source === DEVICE,
              length,
              isReset: /1|True/.test(reset ?? ''),
              isKeepAlive: keepAlive !== '',
              isKeepAliveAck: ack !== '',
              faults: `${malformed}${ip === '1' ? '' : `IP checksum ${ip}`}${tcp === '1' ? '' : `TCP checksum ${tcp}`}`,
            },
          ],
  );
}

function count(run: Run, kind: 'probe' | 'probe-answered'): number {
  return run.timeline.filter((event) => event.kind === kind).length;
}

describe.each(CHIPS_ABOVE)('a capture of the %s', (chip) => {
  async function captured(what: typeof REST, period: number): Promise<{ run: Run; packets: readonly Packet[] }> {
    const keepalive = { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: period };
    const run = mustPass(await built({ chip, ...BRISK, keepalive }), what);
    const packets = packetsOf(run);
    expect(packets.length).toBe(run.timeline.filter((e) => e.kind === 'frame' && e.summary.startsWith('TCP ')).length);
    expect(packets.map(({ faults }) => faults).filter((text) => text !== '')).toEqual([]);
    for (const packet of packets.filter(({ isKeepAlive }) => isKeepAlive)) {
      expect(packet).toMatchObject({ isFromDevice: true, length: '1' });
    }
    return { run, packets };
  }

  test('at rest: every probe is a keep-alive, every answer the acknowledgement of one', async () => {
    const { run, packets } = await captured(REST, 1);
    expect(count(run, 'probe')).toBeGreaterThanOrEqual(8);
    expect(packets.filter(({ isKeepAlive }) => isKeepAlive)).toHaveLength(count(run, 'probe'));
    const answers = packets.filter(({ isKeepAliveAck }) => isKeepAliveAck);
    expect(answers).toHaveLength(count(run, 'probe-answered'));
    expect(answers.every(({ isFromDevice, length }) => !isFromDevice && length === '0')).toBe(true);
  });

  test('with the cable cut: the probe and its three repetitions, and no answer', async () => {
    const { run, packets } = await captured(builtIn('cable-cut'), 3);
    expect(count(run, 'probe')).toBe(4);
    expect(packets.filter(({ isKeepAlive }) => isKeepAlive)).toHaveLength(4);
    expect(packets.filter(({ isKeepAliveAck }) => isKeepAliveAck)).toEqual([]);
  });

  test('with the peer restarted: one probe, answered by a reset', async () => {
    const { run, packets } = await captured(builtIn('peer-reboot'), 3);
    expect(count(run, 'probe')).toBe(1);
    const probe = packets.findIndex(({ isKeepAlive }) => isKeepAlive);
    expect(packets.filter(({ isKeepAlive }) => isKeepAlive)).toHaveLength(1);
    expect(packets[probe + 1]).toMatchObject({ isFromDevice: false, isReset: true, isKeepAliveAck: false });
  });
});
