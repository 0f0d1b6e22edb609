/** A pin of ST's HAL in C: port and pin. */
export interface HalPin {
  readonly port: string;
  readonly pin: string;
}

/** By its name, as `PE4`; otherwise by the label that CubeMX writes into main.h. */
export function halPin(name: string): HalPin {
  const [, port, number] = PIN.exec(name) ?? [];
  if (port === undefined) return { port: `${name}_GPIO_Port`, pin: `${name}_Pin` };
  return { port: `GPIO${port}`, pin: `GPIO_PIN_${number}` };
}

/** Ports and pins of all STM32 families with this HAL. */
const PIN = /^P([A-K])(1[0-5]|[0-9])$/;
const LIKE_PIN = /^P[A-Z]?[0-9]+$/i;

export function isPin(name: string): boolean {
  return PIN.test(name);
}

/** A name that is meant as a pin, and is none. */
export function isMisspelt(name: string): boolean {
  return LIKE_PIN.test(name) && !PIN.test(name);
}

/** The handle's variable in C: `SPI3` is `hspi3`. */
export function handleOf(spi: string): string {
  return /^SPI[1-9]$/.test(spi) ? `h${spi.toLowerCase()}` : spi;
}

/** The label of a name that CubeMX makes of it; null: it is a label already. */
export function labelOf(name: string): string | null {
  return /^(\w+?)_(?:Pin|GPIO_Port)$/.exec(name)?.[1] ?? null;
}

/** C11, 6.4.1, as far as a name of small letters can be one; and main, which is a function. */
const NO_VARIABLE = new Set(
  (
    'auto break case char const continue default do double else enum extern float for goto if inline int long main ' +
    'register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while'
  ).split(' '),
);

/** An SPI of ST's families, or what can be the variable of a handle; spi1 and SPI0 are neither. */
export function isHandle(name: string): boolean {
  if (/^spi\d*$/i.test(name)) return /^SPI[1-6]$/.test(name);
  return !NO_VARIABLE.has(name);
}
