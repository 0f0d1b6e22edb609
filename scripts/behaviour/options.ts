import { parseArgs } from 'node:util';
import type { PlayedEngine } from './play.ts';

export const USAGE = `usage: npm run behaviour -- [--against REF | --baseline FILE] [--save FILE] [options]

  --against REF     play the runs with commit REF too, and compare
  --baseline FILE   compare with what --save wrote; plays what FILE holds
  --save FILE       write what REF does to FILE; without REF, what this checkout does
  --only NAME       examples, examples:client, matrix, matrix:W5500, matrix:W5500:probe …; repeatable
  --engine NAME     host (default) or arm; with arm verdicts and reasons are compared, not times and frames
  --tolerance NS    let times differ by up to NS nanoseconds; default 0
  --jobs N          processes at a time; default 2`;

export interface Options {
  readonly against: string | undefined;
  readonly baseline: string | undefined;
  readonly save: string | undefined;
  readonly only: readonly string[];
  readonly engine: PlayedEngine;
  readonly toleranceNs: number;
  readonly jobs: number;
}

/** @throws {Error} saying what is wrong with the arguments. */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      against: { type: 'string' },
      baseline: { type: 'string' },
      save: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      engine: { type: 'string', default: 'host' },
      tolerance: { type: 'string', default: '0' },
      jobs: { type: 'string', default: '2' },
    },
  });
  const { against, baseline, save, only, engine } = values;
  if (engine !== 'host' && engine !== 'arm') throw new Error(`--engine is ${engine}; there are host and arm`);
  if (against !== undefined && baseline !== undefined) throw new Error('give --against or --baseline, not both');
  if (against === undefined && baseline === undefined && save === undefined) {
    throw new Error('give --against or --baseline to compare with, or --save');
  }
  const toleranceNs = numberOf('tolerance', values.tolerance, 0);
  return { against, baseline, save, only, engine, toleranceNs, jobs: numberOf('jobs', values.jobs, 1) };
}

function numberOf(option: string, text: string, least: number): number {
  if (/^\d+$/.test(text) && Number(text) >= least) return Number(text);
  throw new Error(`--${option} is ${text}; it takes a whole number from ${least}`);
}
