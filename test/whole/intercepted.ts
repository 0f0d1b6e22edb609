/** A chip whose socket registers are changed on the way to it or back. */
import type { WiznetChip } from '../../simulator/chip/chip.ts';

/** Sn_CR, Sn_IR and Sn_SR: the same offsets on both chips (W5500 datasheet 1.0.9 p. 44, W5200 datasheet 1.3.0 p. 17). */
export const SN_CR = 1;
export const SN_IR = 2;
export const SN_SR = 3;

/** A byte of socket 0's registers on SPI. */
export interface Interception {
  /** What the chip gets of `byte`. */
  readonly written?: (register: number, byte: number) => number;
  /** What the firmware gets of `byte`. */
  readonly read?: (register: number, byte: number) => number;
}

export function intercepted(chip: WiznetChip, name: string, { written, read }: Interception): WiznetChip {
  const headerBytes = name === 'W5500' ? 3 : 4;
  let header: number[] = [];
  let offset = 0;
  const exchangeByte = (mosi: number): number => {
    if (header.length < headerBytes) {
      header.push(mosi);
      return chip.exchangeByte(mosi);
    }
    const { isWrite, register } = placeOf(header, name);
    const at = register === null ? null : register + offset++;
    const miso = chip.exchangeByte(at !== null && isWrite ? (written?.(at, mosi) ?? mosi) : mosi);
    return at !== null && !isWrite ? (read?.(at, miso) ?? miso) : miso;
  };
  return {
    select: () => {
      header = [];
      offset = 0;
      chip.select();
    },
    exchange: (bytes) => bytes.map(exchangeByte),
    exchangeByte,
    deselect: () => chip.deselect(),
    reset: (level) => chip.reset(level),
    get interrupt() {
      return chip.interrupt;
    },
  };
}

/** Of a frame (W5500 datasheet 2.2, W5200 datasheet 6.3); null: it is not about the registers of socket 0. */
function placeOf([high = 0, low = 0, third = 0]: readonly number[], name: string) {
  const address = (high << 8) + low;
  if (name === 'W5500') return { isWrite: (third & 4) !== 0, register: third >> 3 === 1 ? address : null };
  return { isWrite: third >= 0x80, register: high === 0x40 ? low : null };
}
