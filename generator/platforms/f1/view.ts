import type { BoardPlan, ClockPlan, PinRole } from '../../../contract/board.ts';
import { frequency } from '../../firmware/c-text.ts';

const HSI_HZ = 8_000_000;

/** Macros of the pins in C. */
export const PIN_MACROS: Readonly<Record<PinRole, string>> = {
  cs: 'CS_PIN',
  reset: 'RESET_PIN',
  interrupt: 'INTERRUPT_PIN',
  sck: 'SCK_PIN',
  miso: 'MISO_PIN',
  mosi: 'MOSI_PIN',
  trace: 'TRACE_PIN',
};

/** The signals' names in comments. */
export const SIGNAL_NAMES: Readonly<Record<PinRole, string>> = {
  cs: 'CSn',
  reset: 'RSTn',
  interrupt: 'INTn',
  sck: 'SCK',
  miso: 'MISO',
  mosi: 'MOSI',
  trace: 'TX',
};

/** What the templates of every platform print of the board; no register word among them. */
export function boardViews(board: BoardPlan): readonly object[] {
  return [
    { locks: false, evenHeader: false, byLibrary: false, feedExample: 'IWDG_ReloadCounter()' },
    clockView(board),
    timerView(board),
    pinView(board),
    spiView(board),
    traceView(board),
  ];
}

/** SYSCLK and where it comes from. */
export function clockText(clock: ClockPlan): string {
  return `${frequency(clock.sysclkHz)} (${clockPath(clock)})`;
}

function clockPath(clock: ClockPlan): string {
  const oscillator = clock.source === 'HSE' ? `HSE ${frequency(clock.hseHz ?? 0)}` : `HSI ${frequency(HSI_HZ)}`;
  const divided = clock.pll !== null && clock.pll.predivider > 1 ? ` / ${clock.pll.predivider}` : '';
  return clock.pll === null ? oscillator : `${oscillator}${divided} x ${clock.pll.multiplier}`;
}

function clockView({ clock }: BoardPlan) {
  return {
    sysclk: frequency(clock.sysclkHz),
    pclk1: frequency(clock.pclk1Hz),
    pclk2: frequency(clock.pclk2Hz),
    clockPath: clockPath(clock),
  };
}

function timerView({ timer }: BoardPlan) {
  return {
    timer: timer.instance,
    timerClock: frequency(timer.clockHz),
    psc: timer.psc,
    arr: timer.arr,
    irqNumber: timer.irqNumber,
    handler: timer.handler,
    namePrefix: timer.namePrefix,
    ownsTimer: timer.source === 'timer',
    asksForTime: timer.source === 'millis',
    timerFile: timer.source === 'timer' ? ' `kw_timer.c`,' : '',
    timeRow: timeRow(timer),
    startCalls: startCalls(timer),
    wakes: timer.source === 'timer' ? 'the next tick' : 'that of your milliseconds',
    priority: timer.priority,
  };
}

/** Of the README. */
function timeRow({ arr, clockHz, instance, psc, source }: BoardPlan['timer']): string {
  if (source === 'millis') return 'time | milliseconds of your project, `kw_port_ms`: in `main.c` SysTick counts them';
  return `tick | ${instance}, ${frequency(clockHz)} / (${psc} + 1) / (${arr} + 1) = 1 kHz`;
}

function startCalls({ namePrefix, source }: BoardPlan['timer']): string {
  if (source === 'millis') return '`kw_loop_init()` once';
  return `\`kw_loop_init()\`, \`${namePrefix}Timer_Configuration()\` and \`${namePrefix}NVIC_Configuration()\` once, in this order`;
}

/** What of the timer a project must know. */
export function timerStep({ handler, instance, source }: BoardPlan['timer'], note: string): string {
  if (source === 'timer') return `${instance} and \`${handler}\` belong to this firmware${note}`;
  return 'Define `kw_port_ms`: milliseconds that your project counts, for example in `SysTick_Handler`, as `main.c` does. The firmware has no timer and no interrupt handler. `kw_port_wait` sleeps until the next interrupt: one must come each millisecond, or call `kw_loop_poll` without it.';
}

function pinView({ gpio }: BoardPlan) {
  return {
    csPin: gpio.cs.name,
    csPort: gpio.cs.port,
    resetPin: gpio.reset?.name ?? '',
    resetPort: gpio.reset?.port ?? '',
    pinsHigh: gpio.reset === null ? 'CSn is' : 'CSn and RSTn are',
    interruptPin: gpio.interrupt?.name ?? '',
    interruptPort: gpio.interrupt?.port ?? '',
    pinList: gpio.pins.map((pin) => `${SIGNAL_NAMES[pin.role]} ${pin.name}`).join(', '),
  };
}

function spiView({ spi, clock }: BoardPlan) {
  const cyclesPerByte = Math.ceil((8 * clock.hclkHz) / spi.clockHz);
  return {
    spi: spi.instance,
    spiClock: frequency(spi.clockHz),
    spiDivider: spi.divider,
    byteCycles: cyclesPerByte,
    byteTurns: Math.max(255, 2 * cyclesPerByte),
  };
}

function traceView({ trace, gpio, spi }: BoardPlan) {
  return {
    trace: trace !== null,
    portPeripherals: trace === null ? spi.instance : `${spi.instance} and ${trace.instance}`,
    traceUsart: trace?.instance ?? '',
    traceInput: frequency(trace?.inputHz ?? 0),
    traceBaud: trace?.baud ?? 0,
    tracePin: gpio.pins.find((pin) => pin.role === 'trace')?.name ?? '',
  };
}
