import type { GpioPlan, PinDrive, PinPlan, PinRole } from '../../../contract/board.ts';
import type { Family } from '../../hardware/families.ts';

export interface PortWords {
  /** For example `A`. */
  readonly port: string;
  readonly base: number;
  /** RCC_APB2ENR bit. */
  readonly enableBit: number;
  /** New register value = (old & ~mask) | value; a mask of 0 means that the register stays untouched. */
  readonly crlMask: number;
  readonly crlValue: number;
  readonly crhMask: number;
  readonly crhValue: number;
  /** Bits set through BSRR before the modes are written: CSn and RSTn high, pull-ups chosen. */
  readonly bsrr: number;
}

/** AFIO_MAPR to write, or null when AFIO is not needed. */
export interface AfioWords {
  readonly mapr: number | null;
}

/** MODE and CNF of one pin, RM0008 9.2.1 and table 20. */
export const NIBBLES: Readonly<Record<PinDrive, number>> = {
  'output-50-mhz': 0x3,
  'output-2-mhz': 0x2,
  'input-pull-up': 0x8,
  'alternate-2-mhz': 0xa,
  'alternate-50-mhz': 0xb,
};

/** In ODR before the modes change: CSn and RSTn rest high, and for inputs a one chooses the pull-up. */
const HIGH_ROLES: readonly PinRole[] = ['cs', 'reset', 'interrupt', 'miso'];

/** AFIO_MAPR, RM0008 9.4.2. SWJ_CFG reads back undefined, so the register is always written whole. */
const MAPR_JTAG_OFF = 0b010 << 24;
const MAPR_PD01_REMAP = 1 << 15;

export function portWords({ gpio: rows }: Family, { pins }: GpioPlan): PortWords[] {
  const ports = [...new Set(pins.map((pin) => pin.port))].sort();
  return ports.map((port) => {
    const index = port.charCodeAt(0) - 'A'.charCodeAt(0);
    const own = pins.filter((pin) => pin.port === port);
    const low = own.filter((pin) => pin.number < 8);
    const high = own.filter((pin) => pin.number >= 8);
    return {
      port,
      base: rows.base + index * rows.stride,
      enableBit: rows.portAEnableBit + index,
      crlMask: nibbles(low, () => 0xf),
      crlValue: nibbles(low, ({ mode }) => NIBBLES[mode]),
      crhMask: nibbles(high, () => 0xf),
      crhValue: nibbles(high, ({ mode }) => NIBBLES[mode]),
      bsrr: own.filter((pin) => HIGH_ROLES.includes(pin.role)).reduce((word, pin) => word | (1 << pin.number), 0),
    };
  });
}

function nibbles(pins: readonly PinPlan[], value: (pin: PinPlan) => number): number {
  return pins.reduce((word, pin) => (word | (value(pin) << ((pin.number % 8) * 4))) >>> 0, 0);
}

export function afioWords({ freesJtag, freesOscillator }: GpioPlan): AfioWords {
  const mapr = (freesJtag ? MAPR_JTAG_OFF : 0) | (freesOscillator ? MAPR_PD01_REMAP : 0);
  return { mapr: mapr === 0 ? null : mapr };
}
