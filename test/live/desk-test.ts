import { test } from 'vitest';
import { BRISK, CHIPS } from '../whole/firmware.ts';
import { type Script, VirtualDesk } from './virtual-desk.ts';

/** Gives the script of a test. What must be awaited is done before the firmware runs. */
type MakeScript = (desk: VirtualDesk) => Script | Promise<Script>;

/** A test in virtual time with a W5500 and the shortest periods, unless the spec says otherwise. */
export function deskTest(
  name: string,
  spec: object,
  script: MakeScript,
  files: Readonly<Record<string, string>> = {},
): void {
  test(name, async () => {
    const desk = await VirtualDesk.of({ ...BRISK, chip: 'W5500', ...spec }, files);
    desk.run(await script(desk));
  });
}

export function deskTestOnEachChip(name: string, spec: object, script: MakeScript): void {
  for (const chip of CHIPS) deskTest(`${chip}: ${name}`, { chip, ...spec }, script);
}
