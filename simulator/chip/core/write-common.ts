import { hexText } from '../../words.ts';
import type { ChipCore } from './core.ts';

const MR_RST = 0x80;

/** Stores a byte in a common register that the host may write, and does what the write causes. */
export function writeCommonRegister(core: ChipCore, offset: number, value: number): void {
  const { at, phy } = core.model;
  switch (offset) {
    case at.MR:
      writeMode(core, value);
      break;
    case at.IR:
      core.common[offset] = (core.common[offset] ?? 0) & ~value;
      core.updateInterrupts();
      break;
    case at.IMR:
    case at.summaryMask:
      core.common[offset] = value;
      core.updateInterrupts();
      break;
    case at.INTLEVEL:
    case at.INTLEVEL + 1:
      if (value !== 0 && core.model.intLevelUnitNs === null) {
        core.violate('not-modelled', 'not modelled: INTLEVEL other than 0, whose unit on this chip is not known');
      }
      core.common[offset] = value;
      break;
    case phy.at:
      core.common[offset] = value & phy.writable;
      break;
    default:
      core.common[offset] = value;
  }
}

/** PPPoE alone is stored: drivers write it and read it back to tell the chips apart. OPEN refuses to work with it. */
function writeMode(core: ChipCore, value: number): void {
  const { at, mrNotModelled } = core.model;
  for (const [bit, name] of mrNotModelled) {
    if ((value & bit) !== 0) core.violate('not-modelled', `not modelled: ${name} (MR ${hexText(bit, 2)})`);
  }
  core.common[at.MR] = value;
  if ((value & MR_RST) !== 0) core.startSoftReset();
}
