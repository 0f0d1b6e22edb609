/** Whether `whole` begins with `part`. */
export function startsWith(whole: Uint8Array, part: Uint8Array): boolean {
  return part.length <= whole.length && part.every((byte, index) => byte === whole[index]);
}
