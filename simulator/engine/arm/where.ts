import { hexText } from '../../words.ts';
import type { SymbolTable } from './symbols.ts';

/** A source line for an address, `kw_port.c:51`; null where it is not known. */
export type LocateAddress = (address: number) => string | null;

/** `kw_port_select (kw_port.c:51)`; the bare address where nothing is known of it. */
export function placeOf(address: number, symbols: SymbolTable, locate: LocateAddress): string {
  const name = symbols.at(address)?.name ?? hexText(address);
  const line = locate(address);
  return line === null ? name : `${name} (${line})`;
}
