import type { BoardPlan } from '../../contract/board.ts';
import { planOf } from '../../generator/plan/plan.ts';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { Clock } from '../../simulator/clock.ts';
import type { EngineResult } from '../../simulator/engine/engine.ts';
import { buildHostFirmware, type HostBuildResult } from '../../simulator/engine/host/build.ts';
import { createHostEngine, type HostEngineOptions } from '../../simulator/engine/host/engine.ts';
import type { EventBody } from '../../simulator/timeline.ts';
import { cache } from '../build-cache.ts';
import { firmwareFiles } from '../firmware-files.ts';
import { specWith } from '../plan/spec.ts';
import { HEADERS } from './firmware.ts';

/** STM32F103C8 at 72 MHz at once, TIM2 on line 28, SPI at 18 MHz; with more RAM than the part has. */
export function benchPlan(
  changes: { readonly platform?: 'registers' | 'spl'; readonly timerHz?: number } = {},
): BoardPlan {
  const { platform = 'registers', timerHz = 72_000_000 } = changes;
  const plan = planOf(specWith({ platform }));
  return {
    ...plan,
    clock: { ...plan.clock, source: 'HSI', pll: null },
    mcu: { ...plan.mcu, ram: { ...plan.mcu.ram, bytes: 0x1_0000 } },
    timer: { ...plan.timer, clockHz: timerHz },
  };
}

export type Files = Readonly<Record<string, string>>;

export async function tryBuild(files: Files, plan: BoardPlan = benchPlan()): Promise<HostBuildResult> {
  return buildHostFirmware({ files: firmwareFiles(Object.entries({ ...HEADERS, ...files })), plan, cache });
}

export async function build(files: Files, plan: BoardPlan = benchPlan()): Promise<Uint8Array> {
  const result = await tryBuild(files, plan);
  if (!result.ok) throw new Error(result.text);
  return result.wasm;
}

/** A chip that answers each byte with its complement and writes down what is done to it, with the time. */
export class NotebookChip implements WiznetChip {
  readonly notes: { readonly atNs: number; readonly what: string }[] = [];
  interrupt: 0 | 1 = 1;

  constructor(private readonly clock: Clock) {}

  select(): void {
    this.#note('select');
  }
  deselect(): void {
    this.#note('deselect');
  }
  reset(level: 0 | 1): void {
    this.#note(`reset ${level}`);
  }
  exchangeByte(mosi: number): number {
    this.#note(`byte ${mosi}`);
    return ~mosi & 0xff;
  }
  exchange(bytes: Uint8Array): Uint8Array {
    return bytes.map((byte) => this.exchangeByte(byte));
  }
  times(what: string): readonly number[] {
    return this.notes.filter((note) => note.what === what).map((note) => note.atNs);
  }
  #note(what: string): void {
    this.notes.push({ atNs: this.clock.nowNs, what });
  }
}

export interface BenchRun {
  readonly result: EngineResult;
  readonly chip: NotebookChip;
  readonly clock: Clock;
  readonly events: readonly EventBody[];
}

export interface BenchOptions extends Partial<Pick<HostEngineOptions, 'faults' | 'interruptAt' | 'spinLimitNs'>> {
  readonly untilNs?: number;
  readonly idlePollIntervalNs?: number;
  readonly plan?: BoardPlan;
  /** A build of its own, in place of one of the files. */
  readonly wasm?: Uint8Array;
  readonly stopped?: (chip: NotebookChip) => boolean;
  readonly prepare?: (clock: Clock, chip: NotebookChip) => void;
}

export async function run(files: Files, options: BenchOptions = {}): Promise<BenchRun> {
  const {
    untilNs = 1_000_000_000,
    idlePollIntervalNs = 1_000_000,
    plan = benchPlan(),
    stopped,
    prepare,
    wasm,
    ...rest
  } = options;
  const clock = new Clock();
  const chip = new NotebookChip(clock);
  const events: EventBody[] = [];
  prepare?.(clock, chip);
  const program = wasm ?? (await build(files, plan));
  const engine = createHostEngine({ wasm: program, plan, clock, chip, report: (event) => events.push(event), ...rest });
  const result = engine.run({ untilNs, idlePollIntervalNs, stopped: () => stopped?.(chip) ?? false });
  return { result, chip, clock, events };
}
