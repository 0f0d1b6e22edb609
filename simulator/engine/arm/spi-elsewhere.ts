import type { BoardPlan } from '../../../contract/board.ts';

/** Notices firmware of another board: its SPI bytes never reach the chip, because it uses another SPI or another CSn. */
export class SpiElsewhere {
  #toChip = 0;
  readonly #bySpi = new Map<string, number>();
  /** Pins that are low now, and the number of bytes that went out while each was low and CSn was not. */
  readonly #low = new Set<string>();
  readonly #byPin = new Map<string, number>();

  constructor(private readonly plan: Pick<BoardPlan, 'chip' | 'gpio' | 'spi'>) {}

  /** The firmware drives a pin with this level; null: no longer. */
  pin(name: string, level: 0 | 1 | null): void {
    if (level === 0) this.#low.add(name);
    else this.#low.delete(name);
  }

  byte(instance: string, isSelected: boolean): void {
    const { spi } = this.plan;
    if (instance === spi.instance && isSelected) this.#toChip++;
    else if (this.#toChip === 0) this.#count(instance);
  }

  /** A sentence if there were bytes and none reached the chip; null if not. */
  get text(): string | null {
    if (this.#toChip > 0 || this.#bySpi.size === 0) return null;
    const { chip, gpio, spi } = this.plan;
    const sent = [...this.#bySpi].map(([instance, bytes]) => `${bytes} bytes on ${instance}`).join(' and ');
    const [pin] = [...this.#byPin].sort(([, a], [, b]) => b - a)[0] ?? [];
    const held = pin === undefined ? '' : ` while ${pin} was low`;
    const wiring = `the spec's ${chip.name} is on ${spi.instance} with CSn on ${gpio.cs.name}`;
    return `no byte reached the chip: the firmware sent ${sent}${held}, and ${wiring}. Give a spec with the wiring of the ELF's board`;
  }

  #count(instance: string): void {
    this.#bySpi.set(instance, (this.#bySpi.get(instance) ?? 0) + 1);
    for (const pin of this.#low) this.#byPin.set(pin, (this.#byPin.get(pin) ?? 0) + 1);
  }
}
