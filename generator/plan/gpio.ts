import type { GpioPlan, GpioPortPlan, PinPlan, PinRole } from '../../contract/board.ts';
import type { Spec } from '../../contract/spec.ts';
import { FAMILIES, type Family, type PortName } from '../hardware/families.ts';
import type { Part } from '../hardware/parts.ts';
import { hasPin, isOscillatorPin, parsePin } from '../hardware/pins.ts';

/** MODE and CNF of one pin, RM0008 9.2.1 and table 20. */
const OUTPUT_50_MHZ = 0x3;
const OUTPUT_2_MHZ = 0x2;
const INPUT_PULL = 0x8;
const ALTERNATE_2_MHZ = 0xa;
const ALTERNATE_50_MHZ = 0xb;

const NIBBLES: Readonly<Record<PinRole, number>> = {
  /** Fast edges: chip select frames every SPI access. */
  cs: OUTPUT_50_MHZ,
  reset: OUTPUT_2_MHZ,
  /** INTn is active low; the pull-up keeps it quiet while the chip is absent or in reset. */
  interrupt: INPUT_PULL,
  sck: ALTERNATE_50_MHZ,
  mosi: ALTERNATE_50_MHZ,
  /** Pulled up, so that an absent chip reads 0xFF from VERSIONR instead of whatever the open line picks up. */
  miso: INPUT_PULL,
  trace: ALTERNATE_2_MHZ,
};
/** In ODR before the modes change: CSn and RSTn rest high, and for inputs a one chooses the pull-up. */
const HIGH_ROLES: readonly PinRole[] = ['cs', 'reset', 'interrupt', 'miso'];

/** AFIO_MAPR, RM0008 9.4.2. SWJ_CFG reads back undefined, so the register is always written whole. */
const MAPR_JTAG_OFF = 0b010 << 24;
const MAPR_PD01_REMAP = 1 << 15;

/** All pins and the ports' registers; `traced` with USART1's TX among them. Throws when the part lacks a pin: validation's bug. */
export function planGpio(part: Part, wiring: Spec['wiring'], traced = false): GpioPlan {
  const family = FAMILIES[part.family];
  const spi = family.spis[wiring.spi];
  const cs = pinPlan(part, 'cs', wiring.cs);
  const reset = pinPlan(part, 'reset', wiring.reset);
  const interrupt = wiring.interrupt === null ? null : pinPlan(part, 'interrupt', wiring.interrupt);
  const bus = [pinPlan(part, 'sck', spi.sck), pinPlan(part, 'miso', spi.miso), pinPlan(part, 'mosi', spi.mosi)];
  const trace = traced ? [pinPlan(part, 'trace', family.usart1.tx)] : [];
  const pins = [cs, reset, ...(interrupt === null ? [] : [interrupt]), ...bus, ...trace];
  const ports = [...new Set(pins.map((pin) => pin.port))].sort();
  return {
    pins,
    ports: ports.map((port) => portPlan(family, port as PortName, pins)),
    afioMapr: afioMapr(part, family, pins),
    interrupt,
    cs,
    reset,
  };
}

function pinPlan(part: Part, role: PinRole, name: string): PinPlan {
  const pin = parsePin(name);
  if (pin === null || !hasPin(part, name)) throw new Error(`${part.name} has no pin ${name}`);
  const slow = FAMILIES[part.family].slowPins.includes(name) && NIBBLES[role] === OUTPUT_50_MHZ;
  return { role, name, port: pin.port, number: pin.number, nibble: slow ? OUTPUT_2_MHZ : NIBBLES[role] };
}

function portPlan(family: Family, port: PortName, pins: readonly PinPlan[]): GpioPortPlan {
  const index = port.charCodeAt(0) - 'A'.charCodeAt(0);
  const own = pins.filter((pin) => pin.port === port);
  const low = own.filter((pin) => pin.number < 8);
  const high = own.filter((pin) => pin.number >= 8);
  const nibbles = (list: readonly PinPlan[], value: (pin: PinPlan) => number): number =>
    list.reduce((word, pin) => (word | (value(pin) << ((pin.number % 8) * 4))) >>> 0, 0);
  return {
    port,
    base: family.gpio.base + index * family.gpio.stride,
    apb2EnableBit: family.gpio.portAEnableBit + index,
    crlMask: nibbles(low, () => 0xf),
    crlValue: nibbles(low, (pin) => pin.nibble),
    crhMask: nibbles(high, () => 0xf),
    crhValue: nibbles(high, (pin) => pin.nibble),
    bsrr: own.filter((pin) => HIGH_ROLES.includes(pin.role)).reduce((word, pin) => word | (1 << pin.number), 0),
  };
}

function afioMapr(part: Part, family: Family, pins: readonly PinPlan[]): number | null {
  const uses = (names: readonly string[]): boolean => pins.some((pin) => names.includes(pin.name));
  const debug = uses(family.debugPins.jtagOnly) ? MAPR_JTAG_OFF : 0;
  const oscillator = pins.some((pin) => isOscillatorPin(part, pin.name)) ? MAPR_PD01_REMAP : 0;
  const mapr = debug | oscillator;
  return mapr === 0 ? null : mapr;
}
