/**
 * `keepwire/simulator`: W5200 and W5500 as register-accurate models on a simulated wire, in virtual time. Drive a chip as
 * hardware would, or let an engine run firmware on it and play a scenario.
 */

export type { BuildCache } from '../contract/build-cache.ts';
export type { BitErrors, BitPlace, DataLine } from './chip/bit-errors.ts';
export type { ChipSwitches, WiznetChip } from './chip/chip.ts';
export { createChip } from './chip/chip.ts';
export type { ChipFault, ChipFaults, FaultInterval, FaultyChipOptions } from './chip/faults.ts';
export { createFaultyChip } from './chip/faults.ts';
export type { Nanos, Timer } from './clock.ts';
export { Clock, NS_PER_MS, NS_PER_S, NS_PER_US } from './clock.ts';
export type { Direction } from './direction.ts';
export type { FirmwareImage, Memories } from './engine/arm/elf.ts';
export { ElfError, loadElf } from './engine/arm/elf.ts';
export { createArmEngine } from './engine/arm/engine.ts';
export type { ArmEngineOptions } from './engine/arm/options.ts';
export type { Board, Coverage, CpuStats, Engine, EngineResult, EngineStats, RunOptions } from './engine/engine.ts';
export type { HostBuildInput, HostBuildResult } from './engine/host/build.ts';
export { buildHostFirmware } from './engine/host/build.ts';
export type { HostEngineOptions } from './engine/host/engine.ts';
export { createHostEngine } from './engine/host/engine.ts';
export type { Connection } from './host/connection.ts';
export type { PeerOptions } from './host/peer.ts';
export { Peer } from './host/peer.ts';
export type { Impairment, Impairments } from './net/impairments.ts';
export type { LinkOptions } from './net/link.ts';
export { Link } from './net/link.ts';
export type { NatOptions } from './net/nat.ts';
export { Nat } from './net/nat.ts';
export type { AttachedPort, LinkPort, LossReason, TappedFrame } from './net/port.ts';
export type { Reported, SpiActivity, SpiCounter } from './report/html/report.ts';
export { createSpiCounter, htmlReport } from './report/html/report.ts';
export type { JsonCpu, JsonEvent, JsonRun, JsonRuns } from './report/json.ts';
export { runsToJson } from './report/json.ts';
export { pcapng } from './report/pcapng.ts';
export { type Paint, runToText } from './report/text.ts';
export type { Vcd } from './report/vcd.ts';
export { createVcd } from './report/vcd.ts';
export type { RunInput } from './run-scenario.ts';
export { runScenario } from './run-scenario.ts';
export { BUILT_IN } from './scenario/builtin.ts';
export { checkScenario, parseScenario } from './scenario/format/parse.ts';
export type { Scenario, Step } from './scenario/format/scenario.generated.ts';
export { fits } from './scenario/peers/misfits.ts';
export type { RunStats } from './scenario/play.ts';
export type { OnSignal, SignalName } from './signals.ts';
export type { EventBody, PeerEvent, Report, SocketCause, StepAction, TimelineEvent } from './timeline.ts';
export type { Detection, Violation } from './verdict/evidence.ts';
export type { Run } from './verdict/judged-run.ts';
