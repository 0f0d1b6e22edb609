/** What the datasheets and the engine's rules do not allow, and whether it fails the run. */
import type { TimelineEvent } from '../timeline.ts';
import { NOT_MODELLED } from '../violation-rules.ts';
import { timeText } from '../words.ts';
import { bad, type Case, good, type VerdictReason, type Violation } from './evidence.ts';

/** Those that fail the run: neither excused nor accepted. */
export function violationsOf({ timeline }: Case): readonly Violation[] {
  return timeline.flatMap((event) =>
    event.kind === 'violation' && event.excused !== true && event.accepted !== true ? [violationOf(event)] : [],
  );
}

/** The first few as sentences, the rest as a number. What ended the run is told already. */
export function violationFindings(all: readonly Violation[], { unfinished }: Case): readonly VerdictReason[] {
  const violations = all.filter(({ rule, text }) => rule !== NOT_MODELLED || unfinished?.startsWith(text) !== true);
  const shown = violations.slice(0, 5);
  const findings = shown.map(({ atNs, rule, text, times }) =>
    bad(`Violation (${rule}) at ${timeText(atNs)}: ${text}${timesText(times)}`),
  );
  const more = violations.slice(5).reduce((sum, { times = 1 }) => sum + times, 0);
  return more > 0 ? [...findings, bad(`${more} more violations.`)] : findings;
}

function violationOf({ atNs, rule, text, times, lastNs }: TimelineEvent & { readonly kind: 'violation' }): Violation {
  const repeated = times === undefined || lastNs === undefined ? {} : { times, lastNs };
  return { atNs, rule, text, ...repeated };
}

/** Each accepted rule that was broken, with the first violation. */
export function acceptedFindings({ timeline }: Case): readonly VerdictReason[] {
  const accepted = timeline.flatMap((event) => (event.kind === 'violation' && event.accepted ? [event] : []));
  return [...new Set(accepted.map(({ rule }) => rule))].map((rule) => {
    const ofRule = accepted.filter((event) => event.rule === rule);
    const times = ofRule.reduce((sum, event) => sum + (event.times ?? 1), 0);
    return good(`Accepted (${rule}): ${ofRule[0]?.text}${timesText(times)}`);
  });
}

function timesText(times = 1): string {
  return times === 1 ? '' : `; ${times} times`;
}
