import type { WatchingPlan } from '../../contract/device.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Spec } from '../../contract/spec.ts';
import { CHIPS } from '../chips/registry.ts';
import { placeText } from '../cubemx/fact.ts';
import { rateOfSpec } from '../cubemx/of-spec.ts';
import { frequency, hex } from '../firmware/c-text.ts';
import { LINES } from '../hardware/families.ts';
import type { Platform, PlatformRow, PlatformRows } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import { kib, type Row, type Section, seconds } from './format.ts';

/** Everything up to the chip's pins: part, clock, timer, SPI, pins, chip. */
export function hardwareSections(plan: Plan, spec: Spec, given: readonly string[] = []): Section[] {
  if (plan.watching !== null) return [watchingSection(plan, plan.watching)];
  const { explain, isGuest }: Platform = PLATFORMS[plan.platform.name];
  const platform = explain(plan);
  if (isGuest)
    return [chipSection(plan), projectSection(plan, platform, rateRows(plan, spec, given)), ...watchdogSections(plan)];
  return [
    chipSection(plan),
    partSection(plan),
    clockSection(plan, platform),
    timerSection(plan),
    spiSection(plan, platform),
    pinSection(plan, platform),
    ...traceSections(plan),
    ...watchdogSections(plan),
  ];
}

/** The board, the loop and the sockets are the application's. */
function watchingSection({ chip, mcu, spi }: Plan, watching: WatchingPlan): Section {
  const { callEveryMs, locks, mostSpiBytes, onDeath } = watching;
  const end = onDeath === 'close' ? 'the socket is closed' : 'the application is told';
  return {
    title: 'watched sockets',
    rows: [
      ['chip', chip.name, 'set up by your application, through ioLibrary'],
      ['board', 'yours', `simulate plays on an ${mcu.part} with ${spi.instance} at ${frequency(spi.clockHz)}`],
      ['calls', `at least every ${callEveryMs} ms`, 'of kw_watch_poll, which reads one socket'],
      ['SPI', `at most ${mostSpiBytes} bytes`, 'in one call'],
      ['lock', locks ? 'kw_port_lock' : 'none', locks ? 'defined by your application' : 'one task uses the sockets'],
      ['dead peer', end, 'watched.onDeath'],
    ],
  };
}

/** The board is the project's; the numbers of the loop come from the one on which the simulator plays. */
function projectSection({ platform }: Plan, { pins, spi: bus }: PlatformRows, rates: readonly PlatformRow[]): Section {
  return {
    title: 'your project',
    rows: [
      ['platform', platform.name, 'clock, pins, timers and start-up are yours'],
      ['time', 'milliseconds', 'asked for in each poll: no timer, no interrupt'],
      ...rates,
      ...bus,
      ...pins,
    ],
  };
}

/** The project sets the rate; times are counted with that of the board on which the simulator plays. */
function rateRows({ mcu, spi }: Plan, spec: Spec, given: readonly string[]): readonly PlatformRow[] {
  const rate = rateOfSpec(spec, spec.wiring);
  const plays = `simulate plays on an ${mcu.part}`;
  if (rate !== null) {
    return [
      ['SPI', frequency(Math.floor(rate.rateHz)), `set by your project, ${placeText(rate.at)}`],
      [
        'calculated with',
        frequency(spi.clockHz),
        `the nearest rate of the simulated board that is not above it; ${plays}`,
      ],
    ];
  }
  const by = given.includes('/wiring/spiMaxHz') ? ', by wiring.spiMaxHz' : '';
  const origin = `all times here are calculated with this rate${by}; your project sets the real one; ${plays}`;
  return [['SPI', frequency(spi.clockHz), origin]];
}

function chipSection({ chip }: Plan): Section {
  return {
    title: 'chip',
    rows: [
      ['name', chip.name, `VERSIONR reads ${hex(chip.version, 2)}`],
      resetRow(chip),
      ['ready', `${chip.resetReadyMs} ms later`, 'before the first access'],
      ['retry', `every ${chip.retryMs} ms`, 'while the chip does not answer'],
    ],
  };
}

function resetRow({ name, resetLowMs, resetReadyMs }: Plan['chip']): Row {
  if (resetLowMs === null) return ['reset', `MR.RST, ${resetReadyMs} ms after the start`, 'RSTn is not wired'];
  const { resetLowUs } = CHIPS[name];
  return ['reset', `RSTn low ${resetLowMs} ms`, `the datasheet asks for ${resetLowUs} us; rounded up to ms, plus 1 ms`];
}

function partSection({ mcu, platform }: Plan): Section {
  return {
    title: 'part',
    rows: [
      ['name', mcu.part, `${platform.name}, ${mcu.core}, ${mcu.coreFlags.join(' ')}`],
      ['flash', kib(mcu.flash.bytes), `from ${hex(mcu.flash.origin, 8)}`],
      ['RAM', kib(mcu.ram.bytes), `from ${hex(mcu.ram.origin, 8)}`],
      ['vectors', `16 + ${mcu.irqCount}`, 'core and interrupt lines'],
    ],
  };
}

function clockSection(plan: Plan, platform: PlatformRows): Section {
  const { clock, mcu } = plan;
  const line = LINES[mcu.line];
  const oscillatorHz = clock.hseHz ?? line.hsiHz;
  const sysclkOrigin =
    clock.pll === null
      ? `${clock.source} itself`
      : `${clock.source} ${frequency(oscillatorHz)} / ${clock.pll.predivider} x ${clock.pll.multiplier} by the PLL, at most ${frequency(line.sysclkMaxHz)}`;
  const rows: Row[] = [
    ['SYSCLK', frequency(clock.sysclkHz), sysclkOrigin],
    ['HCLK', frequency(clock.hclkHz), 'SYSCLK / 1'],
    ['PCLK1', frequency(clock.pclk1Hz), `HCLK / ${clock.apb1Divider}, at most ${frequency(line.pclk1MaxHz)}`],
    ['PCLK2', frequency(clock.pclk2Hz), `HCLK / ${clock.apb2Divider}, at most ${frequency(line.pclk2MaxHz)}`],
    ...platform.clock,
    ...fallbackRows(plan),
  ];
  return { title: 'clock', rows };
}

/** What the firmware sets itself when the crystal does not start. */
function fallbackRows({ fallback, platform, timer }: Plan): Row[] {
  if (fallback === null || PLATFORMS[platform.name].startupIsUsers) return [];
  const { ahbDivider, arr, pllMultiplier, psc, sysclkHz } = fallback;
  const path = pllMultiplier === null ? `HSI, HCLK = SYSCLK / ${ahbDivider}` : `HSI / 2 x ${pllMultiplier} by the PLL`;
  return [
    ['no crystal', `SYSCLK ${frequency(sysclkHz)}`, `${path}; a fault is reported`],
    [
      '',
      timer.source === 'timer' ? `PSC ${psc}, ARR ${arr}` : `LOAD ${arr}`,
      'tick still 1 ms, as accurate as HSI: 1 percent at 25 degrees Celsius, 2.5 over temperature, and so are periods and bounds',
    ],
  ];
}

/** Where the names of the application note have a prefix. */
function nameRows({ namePrefix }: Plan['timer']): Row[] {
  if (namePrefix === '') return [];
  const [set, enable, tick] = ['Timer_Configuration', 'NVIC_Configuration', 'Timer2_ISR'].map(
    (name) => `${namePrefix}${name}`,
  );
  return [['names', `${set}, ${enable}, ${tick}`, 'timer.namePrefix']];
}

/** Where the project counts its milliseconds. */
function sysTickSection({ arr, clockHz }: Plan['timer']): Section {
  return {
    title: 'time',
    rows: [
      [
        'milliseconds',
        'your project counts',
        'kw_port_ms returns them; the firmware has no timer and no interrupt handler',
      ],
      ['SysTick', `LOAD ${arr}`, `${frequency(clockHz)} / (${arr}+1) = 1000 Hz, in main.c, which is yours`],
    ],
  };
}

function timerSection({ timer, clock }: Plan): Section {
  if (timer.source === 'millis') return sysTickSection(timer);
  const doubled = clock.apb1Divider === 1 ? 'PCLK1, APB1 not divided' : 'PCLK1 x 2, because APB1 is divided';
  const counts = (timer.psc + 1) * (timer.arr + 1);
  const tickMs = ((counts / timer.clockHz) * 1000).toFixed(3);
  return {
    title: 'timer',
    rows: [
      ['clock', frequency(timer.clockHz), doubled],
      [
        timer.instance,
        `PSC ${timer.psc}, ARR ${timer.arr}`,
        `${frequency(timer.clockHz)} / (${timer.psc}+1) / (${timer.arr}+1) = ${timer.clockHz / counts} Hz, tick ${tickMs} ms, error ${timer.errorPpm} ppm`,
      ],
      ['interrupt', timer.handler, `line ${timer.irqNumber}, priority ${timer.priority}`],
      ...nameRows(timer),
    ],
  };
}

function spiSection({ spi, chip, mcu }: Plan, platform: PlatformRows): Section {
  return {
    title: 'SPI',
    rows: [
      [
        spi.instance,
        frequency(spi.clockHz),
        `${frequency(spi.inputHz)} of ${spi.bus} / ${spi.divider}; at most ${frequency(spi.requestedMaxHz)} wanted, ${frequency(LINES[mcu.line].spiMaxHz)} by the ${mcu.line}, ${frequency(chip.spiMaxHz)} by the ${chip.name}`,
      ],
      ...platform.spi,
    ],
  };
}

const PIN_USES = {
  cs: 'SCSn, output, 50 MHz edges',
  reset: 'RSTn, output',
  interrupt: 'INTn, input with pull-up',
  sck: 'SCLK, alternate function',
  miso: 'MISO, input with pull-up: an absent chip reads 0xFF',
  mosi: 'MOSI, alternate function',
  trace: 'TX, alternate function',
} as const;

function pinSection({ gpio }: Plan, platform: PlatformRows): Section {
  const rows: Row[] = gpio.pins.map((pin) => [pin.role, pin.name, PIN_USES[pin.role]]);
  if (gpio.reset === null) rows.push(['reset', 'not wired', 'the chip is reset over SPI']);
  if (gpio.interrupt === null) rows.push(['interrupt', 'not wired', 'the firmware polls the chip over SPI']);
  rows.push(...platform.pins);
  return { title: 'pins', rows };
}

function traceSections({ trace }: Plan): Section[] {
  if (trace === null) return [];
  const { instance, baud, divider, inputHz, errorPpm } = trace;
  const origin = `${frequency(inputHz)} of APB2 / ${divider}, error ${errorPpm} ppm`;
  const rows: Row[] = [
    [instance, `${baud} baud, 8N1`, origin],
    ['marks', 'connections, probes, ends', 'a line each, from the loop; what does not fit is dropped and counted'],
  ];
  return [{ title: 'trace', rows }];
}

/** From one feeding to the next. */
function feedingRow({ callEveryMs, longestPollMs, stuckMs }: Plan['loop']): Row {
  if (callEveryMs === null) return ['longest poll', `${longestPollMs} ms`, "without the application's own work"];
  const stuck = stuckMs === null ? '' : `, and ${stuckMs} ms where a transfer on SPI does not move`;
  const origin = `a pause of ${callEveryMs} ms (callEveryMs), a poll without the application's own work${stuck}`;
  return ['longest without', `${longestPollMs} ms`, origin];
}

function watchdogSections({ watchdog, platform, loop }: Plan): Section[] {
  if (watchdog === null) return [];
  const { divider, leastMs, longestMs, reload, timeoutMs } = watchdog;
  const reset = `${seconds(leastMs)} to ${seconds(longestMs)}`;
  const fed = 'by kw_loop_poll, after all sockets were served, if the tick has advanced';
  const own: readonly Row[] = [
    ['reset after', reset, `without feeding; at least ${timeoutMs} ms wanted, LSI runs at 30 to 60 kHz`],
    ['IWDG', `PR / ${divider}, RLR ${reload}`, '(RLR + 1) x divider clocks of LSI'],
    ['exceptions', 'reset at once', 'those without a handler, unless a debugger is attached; the cause is reported'],
  ];
  const hook: readonly Row[] = [['your watchdog', `at least ${timeoutMs} ms`, 'kw_app_watchdog_feed feeds it']];
  const rows = PLATFORMS[platform.name].startupIsUsers ? hook : own;
  const feeding: readonly Row[] = [
    ['fed', loop.callEveryMs === null ? 'each ms' : 'in each call', fed],
    feedingRow(loop),
  ];
  return [{ title: 'watchdog', rows: [...rows, ...feeding] }];
}
