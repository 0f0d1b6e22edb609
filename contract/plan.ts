/** The plan: every number of the generated firmware. Templates print it, `explain` words it, verdicts compare runs with it. */
import type { ChipPlan, ClockPlan, GpioPlan, McuPlan, SpiPlan, TimerPlan, TracePlan } from './board.ts';
import type {
  ClientsPlan,
  HealthPlan,
  LinkPlan,
  LoopPlan,
  NetworkPlan,
  RetransmissionPlan,
  SocketPlan,
} from './device.ts';
import type { DetectionPlan, Remark } from './promises.ts';

export interface Plan {
  readonly name: string;
  readonly chip: ChipPlan;
  readonly mcu: McuPlan;
  readonly clock: ClockPlan;
  readonly timer: TimerPlan;
  readonly spi: SpiPlan;
  readonly gpio: GpioPlan;
  /** Null: the firmware writes no marks. */
  readonly trace: TracePlan | null;
  readonly network: NetworkPlan;
  readonly retransmission: RetransmissionPlan;
  /** Null: the local PHY link is not looked at. */
  readonly link: LinkPlan | null;
  /** Null: the chip is looked at by no more than what every poll reads. */
  readonly health: HealthPlan | null;
  /** How clients choose local ports and waits; null without clients. */
  readonly clients: ClientsPlan | null;
  /** The application can read how often connections ended and when data last came. */
  readonly counters: boolean;
  readonly loop: LoopPlan;
  /** One entry per hardware socket in use, socket 0 first (`count` is already spread out). */
  readonly sockets: readonly SocketPlan[];
  /** For each failure the worst over all sockets; `sockets[].detection` has each socket's own. */
  readonly detection: readonly DetectionPlan[];
  /** What the spec allows any detected failure to take; null without a budget. */
  readonly detectionBudgetMs: number | null;
  /** Failures that a user expects to be detected and that no configured method detects. */
  readonly warnings: readonly Remark[];
  readonly remarks: readonly Remark[];
}
