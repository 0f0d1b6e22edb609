import type { Plan } from '../../contract/plan.ts';
import { planChipCheck } from '../../generator/chip-check.ts';
import { renderChipCheck } from '../../generator/emit/chip-check.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { buildArmFirmware } from '../../generator/toolchain/arm-engine.ts';
import { CheckFarSide } from '../../peer/chip-check/far-side.ts';
import { type ChipSwitches, createChip } from '../../simulator/chip/chip.ts';
import { Clock, NS_PER_S } from '../../simulator/clock.ts';
import { loadElf } from '../../simulator/engine/arm/elf.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import type { Board, Engine } from '../../simulator/engine/engine.ts';
import { buildHostFirmware } from '../../simulator/engine/host/build.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import { Peer } from '../../simulator/host/peer.ts';
import { decodeFrame } from '../../simulator/net/frame.ts';
import { Link } from '../../simulator/net/link.ts';
import { hostMac } from '../../simulator/scenario/peers/addresses.ts';
import { cache } from '../build-cache.ts';
import { virtualPeerClock } from '../peer/virtual-peer-clock.ts';
import { needTools } from '../tools.ts';
import { SimulatedRawHost } from './raw-host.ts';
import { simulatedCheckTransport } from './simulated-transport.ts';

const DEVICE = '192.168.1.20';
const HOST = Uint8Array.of(192, 168, 1, 1);

export const specText = (chip: string, more: object = {}): string =>
  JSON.stringify({ chip, keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 }, ...more });

export function checkPlan(text: string): Plan {
  const parsed = parseSpec(text, { defaultName: 'test' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const planned = planChipCheck(parsed.value);
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
  return planned.value;
}

export type MakeEngine = (board: Board) => Engine;

export async function hostEngine(plan: Plan): Promise<MakeEngine> {
  const result = await buildHostFirmware({ files: renderChipCheck(plan), plan, cache });
  if (!result.ok) throw new Error(result.text);
  return (board) => createHostEngine({ ...board, wasm: result.wasm });
}

/** The ELF as GCC makes it for the part, but for its core. */
export async function armEngine(plan: Plan): Promise<MakeEngine> {
  needTools('compiler', 'newlib');
  const result = await buildArmFirmware({ files: renderChipCheck(plan), plan, cache });
  if (result.kind !== 'built') throw new Error(JSON.stringify(result));
  const image = loadElf(result.elf, plan.mcu);
  return (board) => createArmEngine({ ...board, image });
}

export interface CheckRun {
  /** Over TCP. */
  readonly report: string;
  /** What the serial port said. */
  readonly serial: readonly string[];
  readonly violations: readonly string[];
  readonly orders: readonly string[];
  readonly seconds: number;
}

export interface Conditions {
  readonly switches?: Partial<ChipSwitches>;
  readonly seed?: number;
  /** The far side can send frames of its own making. */
  readonly withRaw?: boolean;
}

/** The firmware of a chip check on a simulated board, with its far side on a simulated host. */
export function runCheck(plan: Plan, make: MakeEngine, conditions: Conditions = {}): CheckRun {
  const { switches = {}, seed = 1, withRaw = true } = conditions;
  const clock = new Clock();
  const serial: string[] = [];
  const violations: string[] = [];
  const orders: string[] = [];
  const report = (event: { readonly kind: string; readonly text?: string }): void => {
    if (event.kind === 'trace') serial.push(event.text ?? '');
    if (event.kind === 'violation') violations.push(JSON.stringify(event));
  };
  const link = new Link({ clock, report });
  const device = link.attach('device');
  const port = link.attach('host');
  const peer = new Peer({ name: 'host', clock, port, report: () => {}, mac: hostMac(0), ip: HOST, seed });
  let unreachable = false;
  link.onFrame = ({ from, bytes }) => {
    const frame = from === 'device' ? decodeFrame(bytes) : null;
    if (frame?.kind === 'icmp' && frame.icmp.type === 3) unreachable = true;
  };
  const chip = createChip({ name: plan.chip.name, clock, port: device, report, seed, switches });
  let whole: string | null = null;
  const raw = withRaw ? new SimulatedRawHost(clock, link.attach('raw'), plan.network) : null;
  const farSide = new CheckFarSide({
    device: { host: DEVICE, port: plan.sockets[0]?.port ?? 0 },
    clock: virtualPeerClock(clock),
    transport: simulatedCheckTransport(peer, clock, () => unreachable, raw),
    onOrder: (line) => orders.push(line),
    onReport: (text) => {
      whole = text;
    },
  });
  clock.after(0.5 * NS_PER_S, () => farSide.start());
  const result = make({ plan, clock, chip, report }).run({
    untilNs: 200 * NS_PER_S,
    stopped: () => whole !== null && serial.some((line) => line.startsWith('keepwire chip-check end')),
  });
  if (whole === null) throw new Error(`no report: ${result.end} ${result.reason ?? ''}\n${serial.join('\n')}`);
  return { report: whole, serial, violations, orders, seconds: clock.nowNs / NS_PER_S };
}
