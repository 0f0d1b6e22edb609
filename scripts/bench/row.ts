/** One line of the table: a figure of ours, beside its reference where there is one, and what it should be. */
export interface BenchRow {
  readonly what: string;
  readonly ours: string;
  readonly reference: string;
  /** One number, or the least and the greatest of many: all must reach the goal. Null where it was not measured. */
  readonly value: number | readonly [least: number, greatest: number] | null;
  readonly goal: Goal;
  readonly unit: string;
}

export interface Goal {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A row for what cannot be measured here; the table gives the reason. */
export function skipped(what: string, why: string, goal: Goal, unit: string): BenchRow {
  return { what, ours: `skipped: ${why}`, reference: '', value: null, goal, unit };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

export function print(rows: readonly BenchRow[]): void {
  const cells = rows.map((row) => [row.what, row.ours, row.reference, resultOf(row), goalOf(row), outcomeOf(row)]);
  const table = [['what', 'ours', 'reference', 'result', 'goal', ''], ...cells];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table) {
    const padded = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    console.log(padded.join('  ').trimEnd());
  }
}

function span({ value }: BenchRow): readonly number[] {
  return value === null ? [] : typeof value === 'number' ? [value] : value;
}

function resultOf(row: BenchRow): string {
  const numbers = span(row).map((value) => `${Number(value.toFixed(value < 100 ? 3 : 0))}`);
  return numbers.length === 0 ? '' : `${numbers.join(' to ')} ${row.unit}`.trim();
}

function goalOf({ goal: { atLeast, atMost }, unit }: BenchRow): string {
  if (atLeast !== undefined && atMost !== undefined) return `${atLeast} to ${atMost} ${unit}`.trim();
  if (atLeast !== undefined) return `≥ ${atLeast} ${unit}`.trim();
  return atMost === undefined ? '' : `≤ ${atMost} ${unit}`.trim();
}

function outcomeOf(row: BenchRow): string {
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = row.goal;
  if (row.value === null) return 'skipped';
  if (goalOf(row) === '') return '';
  return span(row).every((value) => value >= atLeast && value <= atMost) ? 'reached' : 'missed';
}

/** A size in bytes. */
export function bytesRow(what: string, value: number, goal: BenchRow['goal'] = {}): BenchRow {
  return { what, ours: `${value} B`, reference: '', value, goal, unit: 'B' };
}
