import type { Fact } from '../fact.ts';
import { type CText, matchesIn } from './text.ts';

/** A pair `X_Pin` and `X_GPIO_Port` of main.h. */
export interface CNamedPin {
  /** `X`. */
  readonly name: string;
  /** For example `PA4`; it stands where `X_Pin` is defined. */
  readonly pin: Fact<string>;
}

const PIN = /^[ \t]*#[ \t]*define[ \t]+(\w+)_Pin[ \t]+GPIO_PIN_(\d{1,2})\b/gm;
const PORT = /^[ \t]*#[ \t]*define[ \t]+(\w+)_GPIO_Port[ \t]+GPIO([A-Z])\b/gm;

/** Pins that the C names, also by hand, which the `.ioc` file does not show. */
export function readPinNames(texts: readonly CText[]): readonly CNamedPin[] {
  const ports = new Map(texts.flatMap((text) => matchesIn(text, PORT).map(({ words: [name, port] }) => [name, port])));
  return texts.flatMap((text) =>
    matchesIn(text, PIN).flatMap(({ at, words: [name = '', number = ''] }) => {
      const port = ports.get(name);
      return port === undefined
        ? []
        : [{ name, pin: { value: `P${port}${Number(number)}`, at, origin: 'c' as const } }];
    }),
  );
}

/** Functions of which a program has one: what the project defines keepwire must not define. */
const CALLBACK = /^[ \t]*void[ \t]+(HAL_\w+Callback)[ \t]*\([^;{)]*\)\s*\{/gm;

/** The callbacks of HAL that the project defines. */
export function readCallbacks(texts: readonly CText[]): readonly Fact<string>[] {
  return texts.flatMap((text) =>
    matchesIn(text, CALLBACK).map(({ at, words: [value = ''] }) => ({ value, at, origin: 'c' as const })),
  );
}
