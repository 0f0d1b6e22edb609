import type { Fact } from '../fact.ts';
import { type CText, matchesIn } from './text.ts';

/** One line `hspi1.Init.DataSize = SPI_DATASIZE_8BIT;`. */
export type Init = Fact<string> & {
  readonly handle: string;
  readonly parameter: string;
};

const INIT = /\b(hspi\d)\.Init\.(\w+)\s*=\s*(\w+)\s*;/g;

/** What the generated C sets up of the SPIs, in the order of the files; a later line overrides an earlier one. */
export function readInit(texts: readonly CText[]): readonly Init[] {
  return texts.flatMap((text) =>
    matchesIn(text, INIT).map(({ at, words: [handle = '', parameter = '', value = ''] }) => ({
      ...{ handle, parameter, value, at },
      origin: 'c' as const,
    })),
  );
}
