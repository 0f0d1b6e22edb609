import type { Nanos } from '../clock.ts';
import { type OnSignal, RESTING, SIGNALS, type SignalName } from '../signals.ts';
import type { TimelineEvent } from '../timeline.ts';

/** A value change dump that is written during the run; nothing of it is kept in memory. */
export interface Vcd {
  readonly onSignal: OnSignal;
  /** Takes the scenario's steps from a timeline, each at its time and before later changes of signals. */
  readonly onEvent: (event: TimelineEvent) => void;
  /** Ends the dump; the signals keep their levels until then. */
  finish(atNs: Nanos): void;
}

/** The beginning of every dump. */
export const VCD_BEGINNING = '$version keepwire simulator $end\n';

/** Identifier codes. Letters: PulseView takes a lone `#` for a time stamp. */
const CODES: Readonly<Record<SignalName, string>> = { CSn: 'c', SCLK: 'k', INTn: 'i', RSTn: 'r', tick: 't' };
const STEP_CODE = 'e';

/**
 * The board's signals as a value change dump (IEEE 1364-2005, 18.2), in nanoseconds, passed to `write` in pieces. The
 * scenario's steps are a variable of the kind `string`, which GTKWave shows and PulseView ignores. They are not comments,
 * because PulseView stops reading at the first comment between changes.
 *
 * @param about a description of the run for the header
 */
export function createVcd(about: string, write: (text: string) => void): Vcd {
  const steps: { readonly text: string; readonly atNs: Nanos }[] = [];
  let latestNs: Nanos = 0;
  const change = (text: string, atNs: Nanos): void => {
    write(atNs > latestNs ? `#${atNs}\n${text}\n` : `${text}\n`);
    latestNs = Math.max(latestNs, atNs);
  };
  const stepsUntil = (atNs: Nanos): void => {
    for (let next = steps[0]; next !== undefined && next.atNs <= atNs; next = steps[0]) {
      change(`s${escaped(next.text)} ${STEP_CODE}`, next.atNs);
      steps.shift();
    }
  };
  write(header(about));
  return {
    onSignal: (signal, level, atNs) => {
      stepsUntil(atNs);
      change(`${level}${CODES[signal]}`, atNs);
    },
    onEvent: (event) => {
      if (event.kind === 'step') steps.push(event);
    },
    finish: (atNs) => {
      stepsUntil(Infinity);
      write(`#${Math.max(atNs, latestNs + 1)}\n`);
    },
  };
}

function header(about: string): string {
  const variables = SIGNALS.map((name) => `$var wire 1 ${CODES[name]} ${name} $end`);
  const values = SIGNALS.map((name) => `${RESTING[name]}${CODES[name]}`);
  return `${VCD_BEGINNING}${[
    `$comment ${about.replace(/\s+/gu, ' ').replaceAll('$end', '$ end')} $end`,
    '$timescale 1 ns $end',
    '$scope module keepwire $end',
    ...variables,
    `$var string 1 ${STEP_CODE} step $end`,
    '$upscope $end',
    '$enddefinitions $end',
    '#0',
    '$dumpvars',
    ...values,
    `s ${STEP_CODE}`,
    '$end',
    '',
  ].join('\n')}`;
}

/** GTKWave's strings end at white space: all but visible ASCII is written as octal escapes of its UTF-8 bytes. */
function escaped(text: string): string {
  const codes = [...new TextEncoder().encode(text)];
  return codes
    .map((code) =>
      code > 0x20 && code < 0x7f && code !== 0x5c
        ? String.fromCharCode(code)
        : `\\${code.toString(8).padStart(3, '0')}`,
    )
    .join('');
}
