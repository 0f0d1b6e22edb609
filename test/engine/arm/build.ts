import { fileURLToPath } from 'node:url';
import type { Plan } from '../../../contract/plan.ts';
import type { FileSet } from '../../../generator/emit/files.ts';
import { render } from '../../../generator/emit/render.ts';
import { buildArmFirmware } from '../../../generator/toolchain/arm-engine.ts';
import { diskCache } from '../../../generator/toolchain/disk-cache.ts';
import { createLocate } from '../../../generator/toolchain/locate.ts';
import { type FirmwareImage, loadElf } from '../../../simulator/engine/arm/elf.ts';
import type { LocateAddress } from '../../../simulator/engine/arm/where.ts';
import { needTools } from '../../tools.ts';
import { type NamedFiles, planOfText, type SpecText } from '../../whole/firmware.ts';

/** What an earlier run of the tests compiled is not compiled again; its key is everything that goes in. */
const cache = diskCache(fileURLToPath(new URL('../../../node_modules/.cache/keepwire', import.meta.url)));
const builds = new Map<string, Promise<ArmBuilt>>();

export interface ArmBuilt {
  readonly plan: Plan;
  readonly elf: Uint8Array;
  readonly image: FirmwareImage;
  readonly locate: LocateAddress;
}

/** Text in place of a generated file's, or what becomes of that. */
export type Changes = Readonly<Record<string, string | ((text: string) => string)>>;

/** Spec → plan → C → ELF → flash. */
export function armBuilt(spec: SpecText, changes: Changes = {}, named: NamedFiles = {}): Promise<ArmBuilt> {
  needTools('compiler', 'newlib');
  const plan = planOfText(typeof spec === 'string' ? spec : JSON.stringify(spec), 'test', named);
  const files = filesOf(plan, changes);
  const key = JSON.stringify([plan, files.map(({ path, text }) => [path, text])]);
  const build = builds.get(key) ?? buildFiles(plan, files);
  builds.set(key, build);
  return build;
}

export function buildOnce(plan: Plan, changes: Changes = {}): Promise<ArmBuilt> {
  needTools('compiler', 'newlib');
  return buildFiles(plan, filesOf(plan, changes));
}

/** Throws when a change finds nothing to change. */
function filesOf(plan: Plan, changes: Changes): FileSet {
  return render(plan).map((file) => {
    const change = changes[file.path] ?? file.text;
    const text = typeof change === 'string' ? change : change(file.text);
    if (typeof change !== 'string' && text === file.text) throw new Error(`${file.path} is not changed`);
    return { ...file, text };
  });
}

async function buildFiles(plan: Plan, files: FileSet): Promise<ArmBuilt> {
  const result = await buildArmFirmware({ files, plan, cache });
  if (result.kind !== 'built') throw new Error(JSON.stringify(result));
  const locate = await createLocate(result.elf, () => {
    throw new Error('addr2line is missing');
  });
  const image = loadElf(result.elf, plan.mcu);
  return { plan, elf: result.elf, image, locate: (address) => locate([address])[0] ?? null };
}
