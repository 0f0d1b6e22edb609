import type { SourcePlace } from './fact.ts';
import type { CubePin } from './pins.ts';
import type { CubeProject } from './project.ts';

/** The lines of the WIZnet chip beside SPI. */
export type ChipLine = 'cs' | 'reset' | 'interrupt';

/**
 * How surely a pin is a line of the chip: `chip`: its label names the chip, or the SPI. `role`: the label names the line and
 * nothing else. `other`: the line of another device. `unnamed`: an output without a label.
 */
export type Likeness = 'chip' | 'role' | 'other' | 'unnamed';

/** A pin that may be a line of the chip. */
export interface Candidate {
  /** For example `PA4`. */
  readonly pin: string;
  /** The name in C, without `_Pin`; null: it has none. */
  readonly name: string | null;
  readonly likeness: Likeness;
  readonly at: SourcePlace;
}

/** Every pin that may be this line, the likeliest first. */
export function candidatesFor(project: CubeProject, line: ChipLine, spi: string): readonly Candidate[] {
  const labelled = project.pins.filter((pin) => suits(pin, line)).flatMap((pin) => candidateOf(pin, line, spi));
  const named = project.namedInC.flatMap(({ name, pin }): readonly Candidate[] => {
    const likeness = likenessOf(name, line, spi);
    return likeness === null ? [] : [{ pin: pin.value, name, likeness, at: pin.at }];
  });
  const all = [...labelled.filter((it) => named.every(({ pin }) => pin !== it.pin)), ...named];
  return ORDER.flatMap((likeness) => all.filter((it) => it.likeness === likeness));
}

/** The one pin that its label shows to be this line; null where none does, or several. */
export function chosenFrom(candidates: readonly Candidate[]): Candidate | null {
  const [best, next] = candidates;
  if (best === undefined || best.likeness === 'other' || best.likeness === 'unnamed') return null;
  return next?.likeness === best.likeness ? null : best;
}

const ORDER: readonly Likeness[] = ['chip', 'role', 'other', 'unnamed'];

function suits({ signal }: CubePin, line: ChipLine): boolean {
  if (line !== 'interrupt') return signal === 'GPIO_Output';
  return signal === 'GPIO_Input' || signal?.startsWith('GPXTI') === true;
}

function candidateOf(pin: CubePin, line: ChipLine, spi: string): readonly Candidate[] {
  const label = pin.label?.value ?? null;
  const likeness = label === null ? 'unnamed' : likenessOf(label, line, spi);
  if (likeness === null) return [];
  return [{ pin: pin.name, name: pin.cName, likeness, at: pin.label?.at ?? pin.at }];
}

/** Words of labels of real projects: W5500_CS, SPI_WSCS, SCSn, nRESET, W5500Reset, WREST, INTn. */
const ROLE: Readonly<Record<ChipLine, RegExp>> = {
  cs: /^(?:W?N?S?CSN?\d?|N?SSN?)$/,
  reset: /^(?:W?N?(?:RST|RESET)N?|WREST)$/,
  interrupt: /^N?(?:INT|IRQ)N?\d?$/,
};
const CHIP = /^(?:W[56]\d{2,3}S?|WIZ\w*|ETH|ETHERNET|LAN|WSCS|WREST|WN?(?:RST|RESET))$/;
const NEUTRAL = /^(?:GPIO|SPI|PIN|O|OUT|I|IN)$/;

/** Null: the label is not about this line. */
function likenessOf(label: string, line: ChipLine, spi: string): Likeness | null {
  const [name = ''] = label.split('[');
  const words = name
    .split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z][a-z])/)
    .filter((word) => word !== '')
    .map((word) => word.toUpperCase());
  const roles = words.filter((word) => ROLE[line].test(word));
  if (roles.length === 0) return null;
  const isChip = (word: string): boolean => CHIP.test(word) || word === spi;
  if (words.some((word) => !roles.includes(word) && !isChip(word) && !NEUTRAL.test(word))) return 'other';
  return words.some(isChip) ? 'chip' : 'role';
}
