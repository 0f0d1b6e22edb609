import type { Mcu } from '../../mcu/mcu.ts';
import { RunEnded } from '../ended.ts';
import type { HostBoard } from './board.ts';
import type { HostCpu } from './cpu.ts';
import type { FirmwareExports, Imports } from './wasm.ts';

/** The parts of one run. */
export interface RunParts {
  readonly firmware: FirmwareExports;
  readonly mcu: Mcu;
  readonly cpu: HostCpu;
  readonly board: HostBoard;
}

/** What the firmware's C calls, by the names that `c/host_runtime.c` and `c/host_port.c` import. */
export function importsOf(machine: () => RunParts, clockComesUp: boolean): Imports {
  return {
    spent: () => void machine().cpu.spent(),
    access: (offset = 0, store = 0) => void machine().cpu.access(offset, store !== 0),
    ended: (socket = 0, reason = 0) => void machine().board.ended(socket, reason),
    fault: (fault = 0) => void machine().board.fault(fault),
    reset: (asserted = 0) => void machine().board.reset(asserted !== 0),
    select: (selected = 0) => void machine().board.select(selected !== 0),
    exchange: (out = 0, into = 0, length = 0) => Number(machine().board.exchange(out, into, length)),
    trace: (byte = 0) => Number(machine().board.trace(byte)),
    wait: () => void machine().cpu.wait(),
    handled: () => void machine().cpu.handled(),
    mask: (masked = 0) => void machine().cpu.mask(masked !== 0),
    masked: () => Number(machine().cpu.masked),
    assertion: (what = 0, file = 0, line = 0) => {
      const text = (address: number): string => textAt(machine().firmware, address);
      throw new RunEnded('trap', `assertion failed: ${text(what)}, ${text(file)}:${line}`);
    },
    clock_init: () => Number(machine().board.startClock(clockComesUp)),
  };
}

/** The C string at an address of the firmware's memory. */
function textAt({ memory }: FirmwareExports, address: number): string {
  const bytes = new Uint8Array(memory.buffer, address);
  return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
}
