import type { PinPlan, PinRole } from '../../../contract/board.ts';
import type { Plan } from '../../../contract/plan.ts';
import { LINES } from '../../hardware/families.ts';
import { partOf } from '../../hardware/parts.ts';
import { vectorsOf } from '../../hardware/vectors.ts';
import { bits, frequency, hex8, hex32 } from './text.ts';

const HSI_HZ = 8_000_000;

/** What the templates of the platform layer print. */
export function platformView(plan: Plan) {
  return {
    ...clockView(plan),
    ...timerView(plan),
    ...pinView(plan),
    ...spiView(plan),
    ...traceView(plan),
    ...memoryView(plan),
  };
}

function clockView(plan: Plan) {
  const { clock } = plan;
  const oscillator = clock.source === 'HSE' ? `HSE ${frequency(clock.hseHz ?? 0)}` : `HSI ${frequency(HSI_HZ)}`;
  const divided = clock.pll !== null && clock.pll.predivider > 1 ? ` / ${clock.pll.predivider}` : '';
  return {
    sysclk: frequency(clock.sysclkHz),
    sysclkHz: clock.sysclkHz,
    pclk1: frequency(clock.pclk1Hz),
    pclk1Hz: clock.pclk1Hz,
    pclk2: frequency(clock.pclk2Hz),
    clockPath: clock.pll === null ? oscillator : `${oscillator}${divided} x ${clock.pll.multiplier}`,
    slower: clock.sysclkHz / HSI_HZ,
    hse: clock.source === 'HSE',
    switches: clock.sw !== 0,
    starts: [...(clock.source === 'HSE' ? ['the crystal'] : []), ...(clock.pll === null ? [] : ['the PLL'])].join(
      ' or ',
    ),
    pll: clock.pll !== null,
    hasLatency: clock.flashLatency !== null,
    latency: clock.flashLatency ?? 0,
    hasCfgr2: clock.rccCfgr2 !== null,
    cfgr2: hex32(clock.rccCfgr2 ?? 0),
    cfgr: hex32(clock.rccCfgr),
    sw: clock.sw,
  };
}

function timerView(plan: Plan) {
  const { timer } = plan;
  return {
    timer: timer.instance,
    timerBase: hex32(timer.base),
    timerEnable: bits([timer.apb1EnableBit]),
    timerClock: frequency(timer.clockHz),
    psc: timer.psc,
    arr: timer.arr,
    irqNumber: timer.irqNumber,
    irqName: timer.irqName,
    handler: timer.handler,
    priority: timer.priority,
    ipr: hex8(timer.priority << 4),
    nvicWord: timer.irqNumber >> 5,
  };
}

const DEFINES: Readonly<Record<PinRole, string>> = {
  cs: 'CS_PIN',
  reset: 'RESET_PIN',
  interrupt: 'INTERRUPT_PIN',
  sck: 'SCK_PIN',
  miso: 'MISO_PIN',
  mosi: 'MOSI_PIN',
  trace: 'TRACE_PIN',
};

const SIGNALS: Readonly<Record<PinRole, string>> = {
  cs: 'CSn',
  reset: 'RSTn',
  interrupt: 'INTn',
  sck: 'SCK',
  miso: 'MISO',
  mosi: 'MOSI',
  trace: 'TX',
};

/** RM0008 9.2.1: MODE and CNF bits, and SPL's words for them. */
const SPL_MODES: Readonly<Record<number, { readonly mode: string; readonly speed: string }>> = {
  2: { mode: 'GPIO_Mode_Out_PP', speed: 'GPIO_Speed_2MHz' },
  3: { mode: 'GPIO_Mode_Out_PP', speed: 'GPIO_Speed_50MHz' },
  8: { mode: 'GPIO_Mode_IPU', speed: 'GPIO_Speed_2MHz' },
  10: { mode: 'GPIO_Mode_AF_PP', speed: 'GPIO_Speed_2MHz' },
  11: { mode: 'GPIO_Mode_AF_PP', speed: 'GPIO_Speed_50MHz' },
};

function pinView(plan: Plan) {
  const { gpio } = plan;
  const driven = gpio.pins.filter((pin) => ['cs', 'reset', 'interrupt'].includes(pin.role));
  const shown = plan.mcu.platform === 'registers' ? driven : gpio.pins;
  return {
    csPin: gpio.cs.name,
    csPort: gpio.cs.port,
    resetPin: gpio.reset.name,
    resetPort: gpio.reset.port,
    interruptPin: gpio.interrupt?.name ?? '',
    interruptPort: gpio.interrupt?.port ?? '',
    pinList: gpio.pins.map((pin) => `${SIGNALS[pin.role]} ${pin.name}`).join(', '),
    pinDefines: shown.map((pin) => ({ name: DEFINES[pin.role], number: pin.number, pin: pin.name })),
    splPins: gpio.pins.map((pin) => ({ port: pin.port, define: DEFINES[pin.role], ...splMode(pin) })),
    ...remapView(gpio.afioMapr),
    ports: gpio.ports.map((port) => ({
      port: port.port,
      base: hex32(port.base),
      pins: gpio.pins
        .filter((pin) => pin.port === port.port)
        .map((pin) => `${pin.name} ${SIGNALS[pin.role]}`)
        .join(', '),
      bsrr: hex32(port.bsrr),
      crl: port.crlMask !== 0,
      crlMask: hex32(port.crlMask),
      crlValue: hex32(port.crlValue),
      crh: port.crhMask !== 0,
      crhMask: hex32(port.crhMask),
      crhValue: hex32(port.crhValue),
    })),
  };
}

/** RM0008 9.4.2 and SPL's words for it. */
const REMAPS = [
  { bit: 25, remap: 'GPIO_Remap_SWJ_JTAGDisable', note: 'JTAG off: PA15, PB3 and PB4 are free, SWD stays' },
  { bit: 15, remap: 'GPIO_Remap_PD01', note: 'no crystal: PD0 and PD1 are free' },
] as const;

function remapView(afioMapr: number | null) {
  const remaps = REMAPS.filter(({ bit }) => (((afioMapr ?? 0) >>> bit) & 1) === 1);
  return {
    afioMapr: afioMapr === null ? '' : hex32(afioMapr),
    afioNote: remaps.map(({ note }) => note).join('; '),
    splRemaps: remaps,
  };
}

function splMode(pin: PinPlan): { mode: string; speed: string } {
  const mode = SPL_MODES[pin.nibble];
  if (mode === undefined) throw new Error(`no SPL mode for CRL/CRH bits ${pin.nibble}`);
  return mode;
}

function spiView(plan: Plan) {
  const { spi, gpio, clock } = plan;
  const afio = gpio.afioMapr === null ? [] : [0];
  const portBits = gpio.ports.map((port) => port.apb2EnableBit);
  const cyclesPerByte = Math.ceil((8 * clock.hclkHz) / spi.clockHz);
  const clocked = [
    ...(afio.length > 0 ? [{ bus: 'APB2', peripheral: 'AFIO' }] : []),
    ...gpio.ports.map((port) => ({ bus: 'APB2', peripheral: `GPIO${port.port}` })),
    { bus: spi.bus, peripheral: spi.instance },
    ...(plan.trace === null ? [] : [{ bus: 'APB2', peripheral: plan.trace.instance }]),
  ];
  return {
    spi: spi.instance,
    spiBase: hex32(spi.base),
    spiClock: frequency(spi.clockHz),
    spiDivider: spi.divider,
    spiBr: spi.br,
    spiCr1: hex32(spi.cr1),
    spiOnApb1: spi.bus === 'APB1',
    spiEnable: bits([spi.enableBit]),
    apb2Enable: bits([
      ...afio,
      ...portBits,
      ...(spi.bus === 'APB2' ? [spi.enableBit] : []),
      ...(plan.trace === null ? [] : [plan.trace.apb2EnableBit]),
    ]),
    byteCycles: cyclesPerByte,
    byteTurns: Math.max(256, 2 * cyclesPerByte),
    splClocks: clocked,
  };
}

function traceView({ trace, gpio }: Plan) {
  return {
    trace: trace !== null,
    traceUsart: trace?.instance ?? '',
    traceBase: hex32(trace?.base ?? 0),
    traceBrr: trace?.brr ?? 0,
    traceInput: frequency(trace?.inputHz ?? 0),
    traceBaud: trace?.baud ?? 0,
    tracePin: gpio.pins.find((pin) => pin.role === 'trace')?.name ?? '',
  };
}

function memoryView(plan: Plan) {
  const { mcu, timer } = plan;
  const names = vectorsOf(mcu.splDensity).map((name) => (name === null ? null : `${name}_IRQHandler`));
  return {
    manual: LINES[partOf(mcu.part).line].manual,
    density: mcu.splDensity,
    flashOrigin: `0x${mcu.flash.origin.toString(16).toUpperCase().padStart(8, '0')}`,
    flashKiB: mcu.flash.bytes / 1024,
    ramOrigin: `0x${mcu.ram.origin.toString(16).toUpperCase().padStart(8, '0')}`,
    ramKiB: mcu.ram.bytes / 1024,
    defaultHandlers: names.filter((name) => name !== null && name !== timer.handler),
    vectors: names.map((name) => (name === null ? '{0},' : `{${name}},`)),
  };
}
