/** Sockets of the application beside those of keepwire, with a driver of its own: DHCP and UDP. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import { DhcpServer } from '../../simulator/host/dhcp-server.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { endsOf } from '../ways/rig.ts';
import { type Built, built, planOfText } from '../whole/firmware.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { guest } from './specs.ts';

const APPLICATION = readFileSync(new URL('apps/beside.c', import.meta.url), 'utf8');
const SPEC = {
  chip: 'W5500',
  ...guest('custom'),
  keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
  health: { everyS: 1 },
  network: { source: 'application', ip: '192.168.1.77' },
  sockets: [{ port: 5000, number: 1, count: 2 }],
};

/** The main loop calls the application's sockets too, and begins without addresses. */
function firmware(): Promise<Built> {
  const plan = planOfText(JSON.stringify(SPEC));
  const textOf = (path: string): string =>
    [...render(plan), ...benchFiles(plan)].find((file) => file.path === path)?.text ?? '';
  const bench = textOf('kw_bench.c')
    .replace('int main(void);', 'int main(void);\nvoid kw_app_beside(void);')
    .replace('    for (;;) {', '    for (;;) {\n        kw_app_beside();')
    .replace(/\.mac = .*/, '.mac = { 0x02, 0x00, 0x00, 0x12, 0x34, 0x56 }');
  return built(SPEC, { 'app.c': `${textOf('app.c')}\n${APPLICATION}`, 'kw_bench.c': bench });
}

function* echoesDatagram(rig: Rig): Task {
  const peer = rig.peer();
  const back: Uint8Array[] = [];
  peer.openUdp(40_000, ({ payload }) => void back.push(payload));
  const payload = pattern(100);
  peer.sendUdp(Uint8Array.from(rig.plan.network.ip), { sourcePort: 40_000, destinationPort: 3000, payload });
  yield* rig.until('a datagram', () => back.length > 0, 5000);
  expect(back).toEqual([payload]);
}

test('an address by DHCP; a dead peer is noticed; after a reset of the chip all is back', async () => {
  const rig = new Rig(await firmware());
  const [pool, subnetMask, router] = [
    [192, 168, 1, 77],
    [255, 255, 255, 0],
    [192, 168, 1, 1],
  ].map((it) => Uint8Array.from(it)) as [Uint8Array, Uint8Array, Uint8Array];
  new DhcpServer(rig.peer(), { clock: rig.clock, pool: [pool], leaseS: 86_400, subnetMask, router });
  let deadAtMs = 0;
  rig.play(
    (function* (): Task {
      const [dead, living] = [rig.peer(), rig.peer()];
      const first = yield* rig.connected(dead, 10_000);
      const second = yield* rig.connected(living, 5000);
      for (const one of [first, second]) yield* rig.echoed(one, pattern(3000), 1000);
      yield* echoesDatagram(rig);
      deadAtMs = rig.nowMs;
      dead.powerOff();
      yield pause(20_000);
      expect(second.state).toBe('ESTABLISHED');
      yield* echoesDatagram(rig);
      yield* rig.echoed(second, pattern(3000), 1000);
      rig.chip.reset(0);
      rig.chip.reset(1);
      yield pause(5000);
      yield* rig.echoed(yield* rig.connected(rig.peer(), 5000), pattern(3000), 1000);
      yield* echoesDatagram(rig);
    })(),
  );
  const ends = endsOf(rig);
  expect(ends.map(({ reason }) => reason)).toEqual(['probe-timeout', 'chip-fault']);
  const bound = rig.plan.sockets[0]?.detection.find(({ failure }) => failure === 'power-cut')?.boundMs ?? 0;
  expect((ends[0]?.toldMs ?? Number.NaN) - deadAtMs).toBeLessThanOrEqual(bound);
  const leased = rig.events.flatMap((it) =>
    it.kind === 'frame' && it.summary.startsWith('DHCP ') ? [it.summary.split(' ').at(-2)] : [],
  );
  expect(leased.filter((word) => word === 'ACK')).toHaveLength(1);
  // The reset of the test comes without warning: the firmware may read before the chip is ready.
  const rules = rig.violations().map((text) => text.split(':')[0] ?? '');
  expect(rules.filter((rule) => rule !== 'reset/pulse' && rule !== 'access/not-ready')).toEqual([]);
});
