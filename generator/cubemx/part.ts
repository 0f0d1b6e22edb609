import { allOf, printed } from '../../document/words/printed.ts';
import { type Fact, type FileReading, refused } from './fact.ts';
import { CUBE_FAMILIES } from './families.ts';
import type { IocFile } from './file.ts';

/** The microcontroller. */
export interface CubePart {
  /** Series, number of pins and flash size, as in STM32F103C8: without the letters of package and temperature. */
  readonly part: Fact<string>;
  /** For example `LQFP48`. */
  readonly package: Fact<string>;
  /** For example `STM32F1`. */
  readonly family: Fact<string>;
}

/** Ordering codes: series, pins, flash size, package, temperature grade (`x`: any), and letters of options. */
const ORDERING_CODE = /^(STM32(?:WBA\d[M\d]|[A-Z][A-Z0-9]{3})[A-Z][A-Z0-9])[A-Z][x\d][A-Z]*$/;

/** The part of a project, from `Mcu.CPN` or, before CubeMX 6.5, from `Mcu.UserName`; or why it cannot be used. */
export function readPart(ioc: IocFile): FileReading<CubePart> {
  const family = ioc.required('Mcu.Family');
  if (!Object.hasOwn(CUBE_FAMILIES, family.value)) {
    const known = Object.keys(CUBE_FAMILIES).map((it) => it.replace('STM32', ''));
    const message = `Found the family ${printed(family.value)}. Allowed: STM32 ${allOf(known)}.`;
    return refused(family.at, 'family', message);
  }
  const user = ioc.required('Mcu.UserName');
  const ordered = ioc.get('Mcu.CPN');
  const code = ordered !== null && ordered.value !== '' ? ordered : user;
  const part = partOfCode(code.value);
  if (part === null || !part.startsWith(family.value)) {
    const message = `Found the part ${printed(code.value)} in the family ${printed(family.value)}. Allowed: an ordering code such as STM32F103C8T6.`;
    return refused(code.at, 'part', message);
  }
  if (partOfCode(user.value) !== part) {
    const message = `Found the part ${printed(user.value)}, but Mcu.CPN in line ${code.at.line} says ${printed(code.value)}. Save the project in STM32CubeMX again.`;
    return refused(user.at, 'part', message);
  }
  return { ok: true, value: { part: { ...code, value: part }, package: ioc.required('Mcu.Package'), family } };
}

function partOfCode(code: string): string | null {
  return ORDERING_CODE.exec(code)?.[1] ?? null;
}
