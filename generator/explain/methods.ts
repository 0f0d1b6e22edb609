import type { SocketPlan } from '../../contract/device.ts';
import type { Plan } from '../../contract/plan.ts';
import type { DetectionPlan, Method } from '../../contract/promises.ts';
import { costText } from './costs.ts';
import { type Row, type Section, seconds } from './format.ts';
import { grouped } from './grouped.ts';

const WORDS: Readonly<Record<Method, string>> = {
  probe: 'probe',
  data: 'data sent',
  idle: 'idle limit',
  heartbeat: 'heartbeat',
  ask: 'question',
  'send-timeout': 'send time-out',
  link: 'PHY link',
  'chip-check': 'chip check',
  health: 'health',
  fin: 'FIN',
  goodbye: 'goodbye',
};

/** For each kind of sockets: what notices which failure, worst and typical, and what it costs. */
export function methodSections({ sockets }: Plan): Section[] {
  const kinds = grouped(sockets, ({ detection, costs }) => JSON.stringify([detection, costs]));
  return kinds.map(({ of, names }) => ({
    title: `what notices which failure${kinds.length === 1 ? '' : `, ${names}`}: at most (typically)`,
    rows: [...of.detection.map((row) => failureRow(row, generalOf(of))), ...costRows(of)],
  }));
}

/** What might be expected to notice any peer that is gone. */
const GENERAL: readonly Method[] = ['probe', 'data', 'idle', 'heartbeat', 'ask'];
/** Failures that are seen by something made for them, and of which nothing else is expected. */
const PARTICULAR: readonly DetectionPlan['failure'][] = ['chip-reset', 'orderly-close', 'goodbye'];

/** The general methods that are configured. */
function generalOf({ detection }: SocketPlan): readonly Method[] {
  const used = new Set(detection.flatMap(({ methods }) => methods.map(({ method }) => method)));
  return GENERAL.filter((method) => used.has(method));
}

function failureRow({ failure, methods }: DetectionPlan, general: readonly Method[]): Row {
  const cells = methods.map(
    ({ method, worstMs, typicalMs }) => `${WORDS[method]} ${seconds(worstMs)} (${seconds(Math.round(typicalMs))})`,
  );
  const blind = PARTICULAR.includes(failure)
    ? []
    : general.filter((name) => !methods.some(({ method }) => method === name));
  const without = blind.length === 0 ? [] : [`not detected by ${blind.map((name) => WORDS[name]).join(', ')}`];
  return [failure, '', cells.length + without.length === 0 ? 'not detected' : [...cells, ...without].join('; ')];
}

function costRows({ costs }: SocketPlan): Row[] {
  return costs.map((cost) => [`${WORDS[cost.method]} costs`, '', costText(cost)]);
}
