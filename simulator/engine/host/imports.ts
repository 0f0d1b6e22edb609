import type { Mcu } from '../../mcu/mcu.ts';
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
    clock_init: () => Number(machine().board.startClock(clockComesUp)),
  };
}
