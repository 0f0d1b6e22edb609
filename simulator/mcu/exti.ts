import { RegisterBlock, row } from './registers.ts';

type ExtiRegister = 'IMR' | 'EMR' | 'RTSR' | 'FTSR' | 'SWIER' | 'PR';

/** Lines 0 … 18; RM0008 10.3. */
const LINES = 0x7_ffff;
const PIN_LINES = 16;

const TABLE = {
  IMR: row(0x00, 'rw', 0, LINES),
  EMR: row(0x04, 'rw', 0, LINES),
  RTSR: row(0x08, 'rw', 0, LINES),
  FTSR: row(0x0c, 'rw', 0, LINES),
  SWIER: row(0x10, 'rw', 0, LINES),
  PR: row(0x14, 'rc_w1', 0, LINES),
} as const;

/** Which lines of EXTI share a line of the NVIC, RM0008 table 63. */
const GROUPS: readonly (readonly [irq: number, lines: number])[] = [
  [6, 1 << 0],
  [7, 1 << 1],
  [8, 1 << 2],
  [9, 1 << 3],
  [10, 1 << 4],
  [23, 0x03e0],
  [40, 0xfc00],
  [1, 1 << 16],
  [41, 1 << 17],
  [42, 1 << 18],
];

/** External interrupts: edges on pins become pending. Not modelled: events, and what feeds lines 16 … 18. */
export class Exti extends RegisterBlock<ExtiRegister> {
  /** Levels as last seen; unknown until a program uses EXTI. */
  readonly #levels: (0 | 1 | undefined)[] = [];

  constructor(
    /** The level that AFIO leads to a line. */
    private readonly lineLevel: (line: number) => 0 | 1,
    private readonly onInterrupt: (irq: number, level: boolean) => void,
  ) {
    super(TABLE);
  }

  /** Levels may have changed. */
  sense(): void {
    const { RTSR, FTSR } = this.values;
    if (((RTSR | FTSR) & 0xffff) === 0) return;
    for (let line = 0; line < PIN_LINES; line++) {
      if ((((RTSR | FTSR) >>> line) & 1) === 0) continue;
      const level = this.lineLevel(line);
      const before = this.#levels[line];
      this.#levels[line] = level;
      if (before === level) continue;
      if ((((level === 1 ? RTSR : FTSR) >>> line) & 1) !== 0) this.#raise(1 << line);
    }
  }

  override reset(): void {
    super.reset();
    this.#levels.length = 0;
    this.#interrupt();
  }

  protected override writeRegister(name: ExtiRegister, word: number): void {
    const { SWIER } = this.values;
    this.store(name, word);
    switch (name) {
      case 'SWIER': // a bit that becomes 1 is an edge, if the interrupt is enabled (RM0008 10.3.5)
        this.values.SWIER |= SWIER;
        this.#raise(word & ~SWIER & this.values.IMR);
        return;
      case 'PR':
        this.values.SWIER &= ~word;
        break;
      case 'RTSR':
      case 'FTSR':
        this.#watch();
        break;
      default:
    }
    this.#interrupt();
  }

  /** Forgets the levels of lines without edge detection, and reads those of new lines. */
  #watch(): void {
    for (let line = 0; line < PIN_LINES; line++) {
      const watched = (((this.values.RTSR | this.values.FTSR) >>> line) & 1) !== 0;
      this.#levels[line] = watched ? (this.#levels[line] ?? this.lineLevel(line)) : undefined;
    }
  }

  #raise(lines: number): void {
    if (lines === 0) return;
    this.values.PR |= lines & LINES;
    this.#interrupt();
  }

  #interrupt(): void {
    const raised = this.values.PR & this.values.IMR;
    for (const [irq, lines] of GROUPS) this.onInterrupt(irq, (raised & lines) !== 0);
  }
}
