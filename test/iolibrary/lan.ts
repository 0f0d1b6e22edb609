import { createChip } from '../../simulator/chip/chip.ts';
import { Clock, type Nanos } from '../../simulator/clock.ts';
import { Peer } from '../../simulator/host/peer.ts';
import { Link } from '../../simulator/net/link.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import type { MakeEngine, ServerPlan } from './play.ts';

/** The device and hosts of the test's own on one wire, without a scenario. */
export interface Lan {
  readonly clock: Clock;
  readonly timeline: readonly TimelineEvent[];
  /** A host at 192.168.1.`last`. */
  addHost(last: number): Peer;
  /** Runs the device from power-up on, once. */
  run(untilNs: Nanos): void;
}

export function lanOf(plan: ServerPlan, make: MakeEngine): Lan {
  const clock = new Clock();
  const timeline: TimelineEvent[] = [];
  const report = (event: Parameters<Parameters<typeof createChip>[0]['report']>[0]): void =>
    void timeline.push({ ...event, atNs: clock.nowNs });
  const link = new Link({ clock, report });
  const chip = createChip({ name: plan.chip.name, clock, report, port: link.attach('device') });
  return {
    clock,
    timeline,
    addHost: (last) => {
      const name = `host ${last}`;
      const ends = { mac: Uint8Array.of(2, 0, 0, 0, 0, last), ip: Uint8Array.of(192, 168, 1, last) };
      return new Peer({ name, clock, report, port: link.attach(name), ...ends });
    },
    run: (untilNs) => {
      const { end, reason } = make({ plan, clock, chip, report }).run({ untilNs, stopped: () => false });
      if (end !== 'time') throw new Error(`${end}: ${reason}`);
    },
  };
}
