/** Big-endian registers in an array of bytes. */

export function byteAt(registers: Uint8Array, offset: number): number {
  return registers[offset] ?? 0;
}

export function wordAt(registers: Uint8Array, offset: number): number {
  return (byteAt(registers, offset) << 8) | byteAt(registers, offset + 1);
}

export function setWordAt(registers: Uint8Array, offset: number, value: number): void {
  registers[offset] = value >>> 8;
  registers[offset + 1] = value;
}
