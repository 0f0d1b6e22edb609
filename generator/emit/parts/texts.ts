import { type FirmwarePart, sourcePair } from '../../firmware/part.ts';
import type { Texts } from '../../firmware/texts.ts';

export function textsFirmware(texts: Texts): readonly FirmwarePart[] {
  const { rows } = texts;
  if (rows.length === 0) return [];
  return [
    { sources: sourcePair('loop', 'kw_texts', 'methods', 'the messages of the specification'), view: { texts: rows } },
  ];
}
