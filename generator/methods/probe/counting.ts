import type { SocketPlan } from '../../../contract/device.ts';
import type { Plan } from '../../../contract/plan.ts';
import { inRows } from '../../firmware/c-text.ts';

/** What the templates print of the keep-alive counters: macros if all sockets have the same periods, else tables. */
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
    firstProbeAfter: firstProbeAfter(uniform, lateStart),
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
    countingComment: countingComment(uniform, lateStart, first),
  };
}

/** Of a firmware without a tick: when the first probe is due. Of sockets with periods of their own the table tells. */
function firstProbeAfter(uniform: boolean, lateStart: boolean): string {
  if (!uniform) return '`first_ms`';
  return lateStart ? 'NO_DATA_PERIOD' : 'NO_DATA_PERIOD + KA_SEND_PERIOD - 1 seconds';
}

/** One row of the table of periods in milliseconds, of a firmware without a tick. Uses the macros of kw_config.h if it can. */
function periodRow(keepalive: SocketPlan['keepalive'], isUniform: boolean): string {
  if (keepalive === null) return '{0U, 0U},';
  if (!isUniform) return `{${keepalive.firstProbeLatestMs}U, ${keepalive.KA_SEND_PERIOD * 1000}U},`;
  const first = keepalive.firstSendTick > 0 ? 'NO_DATA_PERIOD' : '(NO_DATA_PERIOD + KA_SEND_PERIOD - 1U)';
  return `{${first} * 1000U, KA_SEND_PERIOD * 1000U},`;
}

function countingComment(uniform: boolean, lateStart: boolean, first: SocketPlan['keepalive'] | undefined): string[] {
  const ticks = (first?.firstProbeLatestMs ?? 0) / 1000;
  if (!uniform) {
    const begin = lateStart ? [' FIRST_SEND_TICK is the start value of send_tick.'] : [];
    return [`Each socket has its own periods.${begin.join('')}`];
  }
  const sum = lateStart ? 'NO_DATA_PERIOD' : 'NO_DATA_PERIOD + KA_SEND_PERIOD - 1';
  return [
    ...(lateStart ? ['send_tick starts at FIRST_SEND_TICK, one below KA_SEND_PERIOD.'] : []),
    `So the first probe is due ${sum} = ${ticks} one-second ticks after the last`,
    `data, and then a probe every ${first?.KA_SEND_PERIOD} s.`,
  ];
}
