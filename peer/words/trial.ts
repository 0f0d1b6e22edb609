/** The acceptance test in sentences. */
import type { TrialStep, TrialTerms, TrialVerdict } from '../trial/verdict.ts';
import { secondsText } from './events.ts';

/** What is tested, printed before the start. */
export function termsText({ outage, boundMs, withinMs }: TrialTerms): string {
  const what = outage === 'cable' ? 'a cut cable' : 'a silent peer';
  const text = `The plan's bound for ${what} is ${secondsText(boundMs)}; limit ${secondsText(withinMs)}.`;
  return withinMs < boundMs ? `${text} The limit is below the plan's bound: a correct device may fail.` : text;
}

export function stepText(step: TrialStep, { outage, boundMs, withinMs }: TrialTerms): string {
  switch (step.kind) {
    case 'armed': {
      if (outage === 'silence') return 'armed';
      const earliest = boundMs < withinMs ? `after ${secondsText(boundMs)} and ` : '';
      return `armed: press Enter and disconnect the device's cable; reconnect it ${earliest}before ${secondsText(withinMs)}`;
    }
    case 'not-armed':
      return 'not armed: not all connections work yet';
    case 'outage':
      if (outage === 'silence') return 'this peer sends no more data; only its kernel answers';
      return step.by === 'command'
        ? 'cable cut'
        : `outage: time counts from the last data received, at ${secondsText(step.fromMs)}`;
    case 'resumed':
      return `data on the old connection after ${secondsText(step.afterMs)}: not an outage`;
  }
}

export function verdictText(verdict: TrialVerdict, { outage, withinMs }: TrialTerms): string {
  const limit = `limit ${secondsText(withinMs)}`;
  if (verdict.ok) {
    const what = outage === 'cable' ? 'a new connection works' : 'the device ended the connection';
    return `PASS: ${what} ${secondsText(verdict.tookMs)} after the outage began (${limit})`;
  }
  const after = secondsText(verdict.afterMs);
  switch (verdict.why) {
    case 'revived':
      return `FAIL: the old connection was still open ${after} after the cut: the cable was reconnected too early`;
    case 'refused':
      return `FAIL: the device still refused a new connection ${after} after the cut (${limit})`;
    case 'no-outage':
      return `FAIL: no outage: a new connection worked ${after} after the cut, while the old one was still open and no attempt had failed. Disconnect the cable at once after Enter`;
    case 'no-echo':
      return `FAIL: a new connection was established, but no echo came back on it (${limit})`;
    case 'no-answer':
      return `FAIL: a new connection was established, but no answer of the dialogue came on it (${limit})`;
    case 'no-sign':
      return `FAIL: nothing received from the device for ${after} after the cut. Was the cable reconnected in time?`;
    case 'not-ended':
      return `FAIL: the device had not ended the connection ${after} after this peer fell silent`;
  }
}

export const MUTE_PEER =
  'This peer sends nothing ("traffic": "none"), and a connection without data is not probed: let the device send first.';
export const NO_VERDICT = 'FAIL: ended before there was a verdict';
export const NO_TRIAL = '`cut` has no effect: no test is running; start one with --expect-within S';
export const COMMANDS_HELP = 'Enter or cut: the cable is being cut; q: quit';
