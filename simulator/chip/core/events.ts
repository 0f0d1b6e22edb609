/** Events of the chip as a whole: IR. */
import type { IcmpMessage } from '../../net/icmp.ts';
import { unreachableUdpPort } from '../../net/unreachable.ts';
import { setWordAt } from '../registers/bytes.ts';
import type { ChipCore } from './core.ts';

const IR_UNREACH = 0x40;

/** Sets bits of IR. */
export function raise(core: ChipCore, bits: number): void {
  const { IR } = core.model.at;
  core.common[IR] = (core.common[IR] ?? 0) | bits;
  core.updateInterrupts();
}

/** A datagram has found no open port at its receiver: IR.UNREACH, UIPR and UPORTR, where the chip has them. */
export function receivePortUnreachable(core: ChipCore, message: IcmpMessage): void {
  const { unreachable } = core.model;
  const found = unreachable === null ? null : unreachableUdpPort(message);
  if (unreachable === null || found === null) return;
  core.common.set(found.ip, unreachable.UIPR);
  setWordAt(core.common, unreachable.UPORTR, found.port);
  raise(core, IR_UNREACH);
}
