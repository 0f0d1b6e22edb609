import type { GpioPlan, PinDrive, PinPlan, PinRole, SpiName } from '../../contract/board.ts';
import { FAMILIES } from './families.ts';
import type { Part } from './parts.ts';
import { hasPin, isOscillatorPin, parsePin } from './pins.ts';

const MODES: Readonly<Record<PinRole, PinDrive>> = {
  /** Fast edges: chip select frames every SPI access. */
  cs: 'output-50-mhz',
  reset: 'output-2-mhz',
  /** INTn is active low; the pull-up keeps it high while the chip is absent or in reset. */
  interrupt: 'input-pull-up',
  sck: 'alternate-50-mhz',
  mosi: 'alternate-50-mhz',
  /** Pulled up, so that an absent chip reads 0xFF from VERSIONR instead of whatever the open line picks up. */
  miso: 'input-pull-up',
  trace: 'alternate-2-mhz',
};

/** The pins that a board chooses, and its SPI. */
export interface BoardWiring {
  readonly spi: SpiName;
  readonly cs: string;
  /** Null: not wired. */
  readonly reset: string | null;
  readonly interrupt: string | null;
}

/** All pins; `traced`: USART1's TX among them. Throws when the part lacks a pin, which is a bug of validation. */
export function planGpio(part: Part, wiring: BoardWiring, traced = false): GpioPlan {
  const family = FAMILIES[part.family];
  const spi = family.spis[wiring.spi];
  const cs = pinPlan(part, 'cs', wiring.cs);
  const reset = wiring.reset === null ? null : pinPlan(part, 'reset', wiring.reset);
  const interrupt = wiring.interrupt === null ? null : pinPlan(part, 'interrupt', wiring.interrupt);
  const bus = [pinPlan(part, 'sck', spi.sck), pinPlan(part, 'miso', spi.miso), pinPlan(part, 'mosi', spi.mosi)];
  const trace = traced ? [pinPlan(part, 'trace', family.usart1.tx)] : [];
  const pins = [cs, ...(reset === null ? [] : [reset]), ...(interrupt === null ? [] : [interrupt]), ...bus, ...trace];
  return {
    pins,
    freesJtag: pins.some(({ name }) => family.debugPins.jtagOnly.includes(name)),
    freesOscillator: pins.some(({ name }) => isOscillatorPin(part, name)),
    interrupt,
    cs,
    reset,
  };
}

function pinPlan(part: Part, role: PinRole, name: string): PinPlan {
  const pin = parsePin(name);
  if (pin === null || !hasPin(part, name)) throw new Error(`${part.name} has no pin ${name}`);
  const mode = MODES[role];
  const isSlow = FAMILIES[part.family].slowPins.includes(name) && mode === 'output-50-mhz';
  return { role, name, port: pin.port, number: pin.number, mode: isSlow ? 'output-2-mhz' : mode };
}
