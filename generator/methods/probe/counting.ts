import type { SocketPlan } from '../../../contract/device.ts';
import type { Plan } from '../../../contract/plan.ts';
import { inRows } from '../../firmware/c-text.ts';

/** The counting of the tick: macros where all sockets are counted with the same periods, tables where they differ. */
export function countingView({ sockets, timer }: Plan) {
  const timed = sockets.map(({ keepalive }) => (keepalive?.by === 'timer' ? keepalive : null));
  const counted = timed.filter((it) => it !== null);
  const [first] = counted;
  const periods = timed.map((it) => [it?.NO_DATA_PERIOD ?? 0, it?.KA_SEND_PERIOD ?? 0, it?.firstSendTick ?? 0]);
  const uniform = first !== undefined && new Set(periods.map(String)).size === 1;
  const lateStart = counted.some(({ firstSendTick }) => firstSendTick > 0);
  const indexed = uniform ? '' : '[sn]';
  const column = (index: number): string[] => inRows(periods.map((row) => row[index] ?? 0));
  const longest = Math.max(...periods.flat());
  // The smallest counter there is: with one byte each, short instructions reach more of the loop's variables.
  const secondsBits = [8, 16].find((bits) => longest < 2 ** bits) ?? 32;
  return {
    millis: timer.source === 'millis',
    periodRows: timed.map((it) => periodRow(it, uniform)),
    lessASecond: uniform && !lateStart ? ' less one second' : '',
    counts: first !== undefined,
    uniform,
    NO_DATA_PERIOD: first?.NO_DATA_PERIOD ?? 0,
    KA_SEND_PERIOD: first?.KA_SEND_PERIOD ?? 0,
    lateStart,
    someUncounted: first !== undefined && counted.length < sockets.length,
    secondsGap: secondsBits === 8 ? ' ' : '',
    secondsType: `uint${secondsBits}_t`,
    mostSeconds: 2 ** secondsBits - 1,
    noDataPeriod: `NO_DATA_PERIOD${indexed}`,
    kaSendPeriod: `KA_SEND_PERIOD${indexed}`,
    firstSendTick: lateStart ? `FIRST_SEND_TICK${indexed}` : '0U',
    noDataPeriods: column(0),
    kaSendPeriods: column(1),
    firstSendTicks: column(2),
    countingStory: countingStory(uniform, lateStart, first),
  };
}

/** In milliseconds: of a firmware that has no tick. Where all sockets are alike, from the macros of kw_config.h. */
function periodRow(keepalive: SocketPlan['keepalive'], isUniform: boolean): string {
  if (keepalive === null) return '{0U, 0U},';
  if (!isUniform) return `{${keepalive.firstProbeLatestMs}U, ${keepalive.KA_SEND_PERIOD * 1000}U},`;
  const first = keepalive.firstSendTick > 0 ? 'NO_DATA_PERIOD' : '(NO_DATA_PERIOD + KA_SEND_PERIOD - 1U)';
  return `{${first} * 1000U, KA_SEND_PERIOD * 1000U},`;
}

function countingStory(uniform: boolean, lateStart: boolean, first: SocketPlan['keepalive'] | undefined): string[] {
  const ticks = (first?.firstProbeLatestMs ?? 0) / 1000;
  const restart = 'runs; when it reaches KA_SEND_PERIOD a probe is due and it starts again.';
  if (!uniform) {
    const begin = lateStart ? ' FIRST_SEND_TICK is what it begins with.' : '';
    return [`${restart}${begin}`, 'Each socket has periods of its own.'];
  }
  const sum = lateStart ? 'NO_DATA_PERIOD' : 'NO_DATA_PERIOD + KA_SEND_PERIOD - 1';
  const story = lateStart
    ? [`${restart} It begins at`, 'FIRST_SEND_TICK, so that the first probe leaves']
    : [`${restart} The first probe therefore leaves`];
  return [
    ...story,
    `${sum} = ${ticks} one-second ticks after the last data, then one each ${first?.KA_SEND_PERIOD} s.`,
  ];
}
