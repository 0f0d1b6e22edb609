import type { SocketPlan } from '../../contract/device.ts';
import type { Plan } from '../../contract/plan.ts';
import type { DetectionPlan, Failure } from '../../contract/promises.ts';
import { GENERAL_FAILURES } from '../methods/failures.ts';
import { METHODS } from '../methods/registry.ts';
import { methodsOf, ownFailures } from '../methods/used.ts';
import type { RowName } from '../methods/words.ts';
import { costText } from './costs.ts';
import { type Row, type Section, seconds } from './format.ts';
import { grouped } from './grouped.ts';

const NAMES: Readonly<Record<string, RowName>> = Object.assign({}, ...METHODS.map(({ words }) => words?.names));

/** For each kind of sockets: what notices which failure, worst and typical, and what it costs. */
export function methodSections(plan: Plan): Section[] {
  const { sockets } = plan;
  const kinds = grouped(sockets, ({ detection, costs }) => JSON.stringify([detection, costs]));
  return kinds.map(({ of, names }) => ({
    title: `methods per failure${kinds.length === 1 ? '' : `, ${names}`}: longest time (typical time)`,
    rows: [...of.detection.map((row) => failureRow(row, waitedFor(plan, of), generalOf(of))), ...costRows(of)],
  }));
}

/** Rows that may be expected to detect any peer that is gone. */
const GENERAL = Object.keys(NAMES).filter((name) => NAMES[name]?.isGeneral);

/** Failures that leave a peer's kernel in a state that methods wait for; the others show by themselves. */
function waitedFor(plan: Plan, socket: SocketPlan): readonly Failure[] {
  const failures = [...GENERAL_FAILURES, ...ownFailures(methodsOf(plan, socket))];
  return failures.flatMap(({ name, kernel }) => (kernel === undefined ? [] : [name]));
}

/** The general methods that are configured. */
function generalOf({ detection }: SocketPlan): readonly string[] {
  const used = new Set<string>(detection.flatMap(({ methods }) => methods.map(({ method }) => method)));
  return GENERAL.filter((method) => used.has(method));
}

function failureRow({ failure, methods }: DetectionPlan, waited: readonly Failure[], general: readonly string[]): Row {
  const cells = methods.map(
    ({ method, worstMs, typicalMs }) => `${methodName(method)} ${seconds(worstMs)} (${seconds(Math.round(typicalMs))})`,
  );
  const blind = !waited.includes(failure)
    ? []
    : general.filter((name) => !methods.some(({ method }) => method === name));
  const without = blind.length === 0 ? [] : [`not detected by ${blind.map(methodName).join(', ')}`];
  return [failure, '', cells.length + without.length === 0 ? 'not detected' : [...cells, ...without].join('; ')];
}

/** The name that a row of the methods has in tables. */
export function methodName(row: string): string {
  return NAMES[row]?.text ?? row;
}

function costRows({ costs }: SocketPlan): Row[] {
  return costs.map((cost) => [`${methodName(cost.method)} costs`, '', costText(cost)]);
}
