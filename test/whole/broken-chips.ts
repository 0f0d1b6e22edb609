/** Things between firmware and chip that go wrong. Bytes are counted over the whole run, from 0. */
import type { WiznetChip } from '../../simulator/chip/chip.ts';

/** MISO shows `value` for the bytes that `isStuck` names; the chip hears everything. */
export function withStuckMiso(chip: WiznetChip, value: number, isStuck: (byte: number) => boolean): WiznetChip {
  let count = 0;
  const exchangeByte = (mosi: number): number => {
    const miso = chip.exchangeByte(mosi);
    return isStuck(count++) ? value : miso;
  };
  return around(chip, { exchangeByte });
}

/** VERSIONR and everything else read as `value` for as long as the chip is away; it hears nothing either. */
export function withAbsence(chip: WiznetChip, value: number, isAway: () => boolean): WiznetChip {
  return around(chip, {
    select: () => {
      if (!isAway()) chip.select();
    },
    exchangeByte: (mosi) => (isAway() ? value : chip.exchangeByte(mosi)),
  });
}

/** Counts the bytes, for sweeps over them. */
export function counting(chip: WiznetChip, count: () => void): WiznetChip {
  return around(chip, {
    exchangeByte: (mosi) => {
      count();
      return chip.exchangeByte(mosi);
    },
  });
}

function around(chip: WiznetChip, changes: Partial<WiznetChip>): WiznetChip {
  const exchangeByte = changes.exchangeByte ?? ((mosi) => chip.exchangeByte(mosi));
  return {
    select: changes.select ?? (() => chip.select()),
    deselect: () => chip.deselect(),
    exchangeByte,
    exchange: (bytes) => bytes.map(exchangeByte),
    reset: (level) => chip.reset(level),
    get interrupt() {
      return chip.interrupt;
    },
  };
}
