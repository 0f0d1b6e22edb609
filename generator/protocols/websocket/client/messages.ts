import type { MessageKind } from '../../../../contract/far-side.ts';

/** Data in messages of so many bytes at most; a text is not split within a character. */
export function inMessages(data: Uint8Array, kind: MessageKind, mostBytes: number): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < data.length; ) {
    const end = kind === 'text' ? characterEnd(data, at, at + mostBytes) : at + mostBytes;
    parts.push(data.subarray(at, end));
    at = end;
  }
  return parts;
}

/** The last place up to `end` where a character begins; `end` where there is none behind `from`. */
function characterEnd(data: Uint8Array, from: number, end: number): number {
  let at = end;
  while (at > from && ((data[at] ?? 0) & 0xc0) === 0x80) at--;
  return at > from ? at : end;
}
