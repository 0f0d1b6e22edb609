import type { PortName } from './families.ts';
import { PACKAGES } from './packages.ts';
import type { Part } from './parts.ts';

export interface PinName {
  readonly port: PortName;
  readonly number: number;
}

/** Reads a name like `PA4` or `PC13`; null when it is none. Whether a part has the pin is {@link hasPin}'s question. */
export function parsePin(name: string): PinName | null {
  const match = /^P([A-G])(0|[1-9]|1[0-5])$/.exec(name);
  return match === null ? null : { port: match[1] as PortName, number: Number(match[2]) };
}

/** Whether the part's package brings the pin out. */
export function hasPin(part: Part, name: string): boolean {
  const pin = parsePin(name);
  return pin !== null && (((PACKAGES[part.package].ports[pin.port] ?? 0) >> pin.number) & 1) === 1;
}

/** Whether the pin shares its pad with the crystal on this part, so that it is free only when HSE is not used. */
export function isOscillatorPin(part: Part, name: string): boolean {
  return PACKAGES[part.package].oscillatorPins.includes(name);
}
