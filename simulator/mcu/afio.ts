import type { LineName } from '../../contract/board.ts';
import { RegisterBlock, row } from './registers.ts';

type AfioRegister = 'EVCR' | 'MAPR' | 'EXTICR1' | 'EXTICR2' | 'EXTICR3' | 'EXTICR4' | 'MAPR2';

const SWJ_CFG = 0x0700_0000;
/** All other values have no effect (RM0008 9.4.2). */
const SWJ_CFG_VALUES: readonly number[] = [0, 1, 2, 4];
const SPI1_REMAP = 1 << 0;
const USART1_REMAP = 1 << 2;

/** RM0008 9.4. */
const TABLE = {
  EVCR: row(0x00, 'rw', 0, 0xff),
  MAPR: row(0x04, 'rw', 0, 0x071f_ffff),
  EXTICR1: row(0x08, 'rw', 0, 0xffff),
  EXTICR2: row(0x0c, 'rw', 0, 0xffff),
  EXTICR3: row(0x10, 'rw', 0, 0xffff),
  EXTICR4: row(0x14, 'rw', 0, 0xffff),
} as const;

/**
 * Which pins SPI1, USART1, the debug port and the external interrupts use. SWJ_CFG is write-only, and the manual does not
 * say as what it reads: 0 here, so that a program that reads MAPR, changes it and writes it back gets the whole JTAG port
 * again.
 *
 * Not modelled: the remapping of other peripherals, EVENTOUT.
 */
export class Afio extends RegisterBlock<AfioRegister> {
  constructor(
    line: LineName,
    private readonly onRouting: () => void,
    private readonly swjCfgReads = 0,
  ) {
    super({ ...TABLE, MAPR2: line === 'F103' ? null : row(0x1c, 'rw', 0, 0x3fff) });
  }

  get spi1Remapped(): boolean {
    return (this.values.MAPR & SPI1_REMAP) !== 0;
  }

  get usart1Remapped(): boolean {
    return (this.values.MAPR & USART1_REMAP) !== 0;
  }

  /** Whether the debug port has a pin: RM0008 table 35, SWJ_CFG 000, 001, 010, 100. */
  debugs(pin: string): boolean {
    const configured = (this.values.MAPR & SWJ_CFG) >>> 24;
    switch (pin) {
      case 'PA13':
      case 'PA14':
        return configured !== 4;
      case 'PA15':
      case 'PB3':
        return configured < 2;
      case 'PB4':
        return configured === 0;
      default:
        return false;
    }
  }

  /** The port, 0 for A, that feeds an external interrupt line. */
  portOf(line: number): number {
    const register = (['EXTICR1', 'EXTICR2', 'EXTICR3', 'EXTICR4'] as const)[line >>> 2] as AfioRegister;
    return (this.values[register] >>> ((line & 3) * 4)) & 0xf;
  }

  override reset(): void {
    super.reset();
    this.onRouting();
  }

  protected override readRegister(name: AfioRegister): number {
    const value = super.readRegister(name);
    return name === 'MAPR' ? (value & ~SWJ_CFG) | (this.swjCfgReads << 24) : value;
  }

  protected override writeRegister(name: AfioRegister, word: number): void {
    const keepsSwj = name === 'MAPR' && !SWJ_CFG_VALUES.includes((word & SWJ_CFG) >>> 24);
    this.store(name, keepsSwj ? (word & ~SWJ_CFG) | (this.values.MAPR & SWJ_CFG) : word);
    this.onRouting();
  }
}
