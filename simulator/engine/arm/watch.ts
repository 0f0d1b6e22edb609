import type { BoardPlan } from '../../../contract/board.ts';
import { SYMBOLS } from '../../../contract/firmware.ts';
import type { Report } from '../../timeline.ts';
import { RunEnded } from '../ended.ts';
import { endedEvent, faultEvent } from '../hooks.ts';
import type { ArmCpu } from './cpu.ts';
import { Meter } from './meter.ts';
import type { SymbolTable } from './symbols.ts';

/** A function whose calls are followed to their return, by whatever way it returns. */
interface Followed {
  readonly called: () => void;
  readonly returned: () => void;
}

/** Follows the firmware's functions by the addresses of their symbols: its hooks, its poll, and main. */
export function watchFunctions(
  cpu: ArmCpu,
  symbols: SymbolTable,
  report: Report,
  board: BoardPlan,
): { readonly polls: Meter } {
  const polls = new Meter();
  const argument = (index: 0 | 1): number => cpu.registers[index] as number;
  watch(cpu, symbols, SYMBOLS.ended, () => report(endedEvent(argument(0), argument(1))));
  watch(cpu, symbols, SYMBOLS.fault, () => report(faultEvent(argument(0), board)));
  follow(cpu, symbols, SYMBOLS.poll, {
    called: () => polls.start(cpu.cycles),
    returned: () => polls.stop(cpu.cycles),
  });
  follow(cpu, symbols, SYMBOLS.main, {
    called: () => {},
    returned: () => {
      throw new RunEnded('returned', 'main returned', SYMBOLS.main);
    },
  });
  return { polls };
}

function watch(cpu: ArmCpu, symbols: SymbolTable, name: string, action: () => void): void {
  const symbol = symbols.named(name);
  if (symbol !== undefined) cpu.watch(symbol.address, action);
}

/** A return is the instruction that the caller goes on with, with the stack as it was at the call. */
function follow(cpu: ArmCpu, symbols: SymbolTable, name: string, { called, returned }: Followed): void {
  const known = new Set<number>();
  let call: { readonly from: number; readonly sp: number } | null = null;
  watch(cpu, symbols, name, () => {
    const from = ((cpu.registers[14] as number) & ~1) >>> 0;
    call ??= { from, sp: cpu.registers[13] as number };
    if (!known.has(from)) {
      known.add(from);
      cpu.watch(from, () => {
        if (call === null || call.from !== from || call.sp !== cpu.registers[13]) return;
        call = null;
        returned();
      });
    }
    called();
  });
}
