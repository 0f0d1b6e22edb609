/**
 * `keepwire/simulator`: W5200 and W5500 as register-accurate models on a simulated wire, in virtual time. Drive a chip as
 * hardware would, or let an engine run firmware on it and play a scenario.
 */

export type { ChipSwitches, WiznetChip } from './chip/chip.ts';
export { createChip } from './chip/chip.ts';
export type { Nanos, Timer } from './clock.ts';
export { Clock, NS_PER_MS, NS_PER_S, NS_PER_US } from './clock.ts';
export type { Engine, EngineResult, EngineStats, RunOptions } from './engine/engine.ts';
export type { AttachedPort, LinkOptions } from './net/link.ts';
export { Link } from './net/link.ts';
export type { LinkPort } from './net/port.ts';
export type { Connection } from './peer/connection.ts';
export type { PeerOptions } from './peer/peer.ts';
export { Peer } from './peer/peer.ts';
export type { JsonEvent, JsonRun, JsonRuns } from './report/json.ts';
export { runsToJson } from './report/json.ts';
export { pcapng } from './report/pcapng.ts';
export type { TextOptions } from './report/text.ts';
export { runToText } from './report/text.ts';
export { BUILT_IN } from './scenario/builtin.ts';
export { checkScenario, parseScenario } from './scenario/parse.ts';
export type { Board, Run, RunInput, RunStats } from './scenario/run.ts';
export { runScenario } from './scenario/run.ts';
export type { Scenario, Step } from './scenario/scenario.generated.ts';
export type { Detection, Violation } from './scenario/verdict/evidence.ts';
export type { EventBody, PeerEvent, Report, SocketCause, TimelineEvent } from './timeline.ts';
