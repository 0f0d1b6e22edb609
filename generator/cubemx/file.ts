import type { Fact, SourcePlace } from './fact.ts';
import type { IocEntries, IocEntry } from './properties.ts';

/** Keys that every `.ioc` file has, whatever version of CubeMX wrote it. */
export const REQUIRED = ['Mcu.Family', 'Mcu.UserName', 'Mcu.Package', 'Mcu.PinsNb', 'Mcu.IPNb'] as const;

/** The entries of an `.ioc` file that is complete. */
export class IocFile {
  constructor(
    readonly file: string,
    readonly entries: IocEntries,
  ) {}

  /** What the file says; null when it does not say it. */
  get(key: string): IocEntry | null {
    return this.entries.get(key) ?? null;
  }

  /** A key that {@link REQUIRED} names. */
  required(key: (typeof REQUIRED)[number]): IocEntry {
    const entry = this.entries.get(key);
    if (entry === undefined) throw new Error(`${this.file} was not checked for ${key}`);
    return entry;
  }

  /** A number, for example a frequency, which may have a fraction; null when it is absent or no number. */
  number(key: string): Fact<number> | null {
    const entry = this.get(key);
    if (entry === null || !/^\d+(?:\.\d+)?$/.test(entry.value)) return null;
    return { ...entry, value: Number(entry.value) };
  }

  /** IocEntries of numbered keys such as `Mcu.IP0`, `Mcu.IP1`, …, in the order of the file. */
  numbered(prefix: string): readonly IocEntry[] {
    return [...this.entries.values()].filter(
      ({ key }) => key.startsWith(prefix) && /^\d+$/.test(key.slice(prefix.length)),
    );
  }

  /** Where a setting belongs that the file does not have: at the first line with this prefix, or at the top. */
  placeFor(prefix: string): SourcePlace {
    const found = [...this.entries.values()].find(({ key }) => key.startsWith(prefix));
    return found?.at ?? { file: this.file, line: 1, column: 1 };
  }
}
