import type { Nanos } from '../clock.ts';

/** One line of a report for a person. */
export interface ReportLine {
  readonly atNs: Nanos;
  readonly text: string;
  readonly tone: 'plain' | 'step' | 'bad';
}
