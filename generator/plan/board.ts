import type { BoardPlan, McuPlan } from '../../contract/board.ts';
import type { Spec } from '../../contract/spec.ts';
import { CHIPS } from '../chips/registry.ts';
import { solveClock } from '../hardware/clock.ts';
import { planFallback } from '../hardware/fallback.ts';
import { FAMILIES, LINES } from '../hardware/families.ts';
import { type BoardWiring, planGpio } from '../hardware/gpio.ts';
import { type Part, partOf } from '../hardware/parts.ts';
import { planSpi, spiNamed } from '../hardware/spi.ts';
import { planSysTick, planTimer } from '../hardware/timer.ts';
import { planTrace } from '../hardware/usart.ts';
import { planWatchdog } from '../hardware/watchdog.ts';
import type { Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import { planChip } from './chip.ts';
import { must } from './must.ts';

/** NVIC priority of the tick: behind what a user puts at 0, before everything with no hurry. Its handler only counts. */
const TIMER_PRIORITY = 1;

type BoardSpec = Pick<Spec, 'chip' | 'mcu' | 'wiring' | 'timer' | 'trace' | 'watchdog'>;

/** By what was asked for, as JSON: the many specs of a run are often of few boards. */
const planned = new Map<string, BoardPlan>();
const MOST_KEPT = 64;

/** Chip, microcontroller, clock, timer, SPI and pins, and what the platform adds to them. */
export function planBoard({ chip, mcu, wiring, timer, trace, watchdog }: BoardSpec): BoardPlan {
  const spec = { chip, mcu, wiring, timer, trace, watchdog };
  const key = JSON.stringify(spec);
  const board = planned.get(key) ?? newBoard(spec);
  if (planned.size < MOST_KEPT) planned.set(key, board);
  return board;
}

function newBoard(spec: BoardSpec): BoardPlan {
  const part = partOf(spec.mcu.part);
  const platform: Platform = PLATFORMS[spec.mcu.platform];
  const wiring = boardWiring(part, spec.wiring, platform);
  const clock = must(solveClock(part, spec.mcu.clock), 'clock');
  const maxHz = Math.min(spec.wiring.spiMaxHz, CHIPS[spec.chip].spiMaxHz, LINES[part.line].spiMaxHz);
  const { namePrefix, source } = spec.timer;
  const isOwner = platform.isGuest !== true && platform.watches !== true;
  const planned =
    isOwner && source === 'millis'
      ? planSysTick(clock)
      : planTimer(part, clock, { ...spec.timer, priority: TIMER_PRIORITY });
  const timer = { ...planned, source, namePrefix: namePrefix ?? '' };
  const board = {
    chip: planChip(spec.chip, spec.wiring.reset !== null),
    mcu: planMcu(part, spec.mcu.flashOffset),
    clock,
    timer,
    fallback: planFallback(part, clock, timer),
    spi: { ...planSpi(part, clock, { spi: wiring.spi, maxHz }), requestedMaxHz: spec.wiring.spiMaxHz },
    gpio: planGpio(part, wiring, spec.trace !== null),
    trace: spec.trace === null ? null : planTrace(clock),
    watchdog: spec.watchdog && planWatchdog(spec.watchdog.timeoutMs),
  };
  return { ...board, platform: platform.plan(part, board, spec.wiring) };
}

/** Pins on every part, for a simulated board where the project's pins are not known. */
const BENCH = { spi: 'SPI1', cs: 'PA4', reset: 'PB0', interrupt: 'PB1' } as const satisfies BoardWiring;

function boardWiring(part: Part, wiring: Spec['wiring'], { isGuest }: Platform): BoardWiring {
  if (!isGuest) return { ...wiring, spi: must(spiNamed(part, wiring.spi), 'spi') };
  const { reset, interrupt } = wiring;
  return { ...BENCH, reset: reset && BENCH.reset, interrupt: interrupt && BENCH.interrupt };
}

function planMcu(part: Part, flashOffset: number): McuPlan {
  const family = FAMILIES[part.family];
  return {
    part: part.name,
    family: family.name,
    line: part.line,
    density: part.density,
    core: family.core,
    coreFlags: family.coreFlags,
    flash: { origin: family.flashOrigin + flashOffset, bytes: part.flashBytes - flashOffset },
    ram: { origin: family.ramOrigin, bytes: part.ramBytes },
    irqCount: part.irqCount,
  };
}
