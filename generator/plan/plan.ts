import type { McuPlan, PlatformName } from '../../contract/board.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Spec } from '../../contract/spec.ts';
import { CHIPS } from '../chips/chips.ts';
import { solveClock } from '../hardware/clock.ts';
import { FAMILIES, LINES } from '../hardware/families.ts';
import { type Part, partOf, splDensityOf } from '../hardware/parts.ts';
import { solveRetransmission } from '../hardware/retransmission.ts';
import { planSpi } from '../hardware/spi.ts';
import { planTimer } from '../hardware/timer.ts';
import type { Planned } from '../methods/method.ts';
import { messagesOf, methodsOf } from '../methods/used.ts';
import { planBadWire } from './bad-wire.ts';
import { planChip, planSockets } from './chip.ts';
import { planCosts } from './costs.ts';
import { planDetection, worstDetection } from './detection.ts';
import { planGpio } from './gpio.ts';
import { planLoop } from './loop.ts';
import { planNetwork } from './network.ts';
import { planRemarks, planWarnings } from './remarks.ts';
import { planTrace } from './trace.ts';
import { planTraffic } from './traffic.ts';
import { planClients, planHealth, planLink } from './watch.ts';

/** NVIC priority of the tick: behind what a user puts at 0, before everything with no hurry. Its handler only counts. */
const TIMER_PRIORITY = 1;

/**
 * Every number of the firmware, from a valid spec. Pure: one spec, one plan.
 * Throws only when the spec is not valid after all, which is a bug of validation.
 */
export function planOf(spec: Spec): Plan {
  const part = partOf(spec.mcu.part);
  const clock = must(solveClock(part, spec.mcu.clock), 'clock');
  const retransmission = must(solveRetransmission(spec.retransmission), 'retransmission');
  const maxHz = Math.min(spec.wiring.spiMaxHz, CHIPS[spec.chip].spiMaxHz, LINES[part.line].spiMaxHz);
  const spi = planSpi(part, clock, { spi: spec.wiring.spi, maxHz });
  const bare = planSockets(spec.chip, spec.sockets);
  const [network, link, health] = [planNetwork(spec.network), planLink(spec), planHealth(spec)];
  const loop = planLoop(
    bare.length,
    spi.clockHz,
    clock.hclkHz,
    bare.some((socket) => looksForMessages({ socket, link, health })),
  );
  const sockets = bare.map((socket) => {
    const planned = { socket, link, health };
    const traffic = planTraffic(socket.keepalive);
    return {
      ...socket,
      detection: planDetection({ ...planned, retransmission, loop }),
      costs: planCosts(planned),
      traffic,
      badWire: planBadWire(traffic, retransmission.rcr),
    };
  });
  const plan = {
    name: spec.name,
    chip: planChip(spec.chip),
    mcu: planMcu(part, spec.mcu.platform),
    clock,
    timer: planTimer(part, clock, { ...spec.timer, priority: TIMER_PRIORITY }),
    spi: { ...spi, requestedMaxHz: spec.wiring.spiMaxHz },
    gpio: planGpio(part, spec.wiring, spec.trace !== null),
    trace: spec.trace === null ? null : planTrace(part, clock),
    network,
    retransmission,
    link,
    health,
    clients: planClients(spec, network.mac),
    counters: spec.counters,
    loop,
    sockets,
    detection: worstDetection(sockets.map(({ detection }) => detection)),
    detectionBudgetMs: spec.detection && spec.detection.maxSeconds * 1000,
  };
  return { ...plan, warnings: planWarnings(plan), remarks: planRemarks(plan) };
}

function planMcu(part: Part, platform: PlatformName): McuPlan {
  const family = FAMILIES[part.family];
  return {
    part: part.name,
    family: family.name,
    line: part.line,
    density: part.density,
    platform,
    core: family.core,
    coreFlags: family.coreFlags,
    flash: { origin: family.flashOrigin, bytes: part.flashBytes },
    ram: { origin: family.ramOrigin, bytes: part.ramBytes },
    splDensity: splDensityOf(part),
    irqCount: part.irqCount,
  };
}

function looksForMessages(planned: Planned): boolean {
  return messagesOf(methodsOf(planned)).some(({ isSought }) => isSought);
}

function must<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`the spec's ${what} cannot be made`);
  return value;
}
