import type { ChipName } from '../../contract/board.ts';
import { CHIPS } from './registry.ts';

/** The buffers of one socket. */
export interface NumberedBuffers {
  /** The chip's. */
  readonly number: number;
  readonly txKiB: number;
  readonly rxKiB: number;
}

/**
 * The sizes of all sockets of the chip, in KiB, by their numbers. Those that `sockets` does not list have no buffer;
 * where the application has them, they share what is left, and have no more than after a reset.
 */
export function allBuffersKiB(
  chip: ChipName,
  sockets: readonly NumberedBuffers[],
  key: 'txKiB' | 'rxKiB',
  othersAreInUse: boolean,
): readonly number[] {
  const { sockets: count, bufferKiB, resetBufferKiB } = CHIPS[chip];
  const leftKiB = bufferKiB - sockets.reduce((sum, socket) => sum + socket[key], 0);
  const others = count - sockets.length;
  const shareKiB = others === 0 || !othersAreInUse ? 0 : Math.min(resetBufferKiB, Math.floor(leftKiB / others));
  return Array.from({ length: count }, (_, number) => {
    return sockets.find((socket) => socket.number === number)?.[key] ?? shareKiB;
  });
}
