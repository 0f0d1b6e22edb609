/**
 * Runs as one self-contained HTML page: events as lanes over time, and each verdict with its bound. The page loads
 * nothing, so it works as a file and can be sent to others.
 */
import type { DevicePlan } from '../../../contract/device.ts';
import { countOf } from '../../words.ts';
import { tallyText } from '../tally.ts';
import { html } from './escape.ts';
import type { Reported } from './model-of.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './page.generated.ts';
import { overview, runSection } from './sections.ts';

export type { Reported } from './model-of.ts';
export { createSpiCounter, type SpiActivity, type SpiCounter } from './spi-activity.ts';

/** The beginning of every page, which distinguishes an older report from other files. */
export const REPORT_BEGINNING = '<!doctype html>\n<html lang="en" data-made-by="keepwire report">';

/** Even if escaping failed, the page could not load or send anything. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

/**
 * Pure: equal runs give an equal page. Consecutive runs of one scenario, such as those of two engines, are shown side by
 * side if there is room, and are zoomed together.
 */
export function htmlReport(reported: readonly Reported[]): string {
  const tally = `${countOf(reported.length, 'run')}: ${tallyText(reported.map(({ run }) => run))}`;
  const device = deviceOf(reported);
  return `${REPORT_BEGINNING}
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(device)}: keepwire report</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${html(device)}</h1>
<p class="lead">${html([...partsOf(reported), tally].join(' · '))}</p>
<noscript><p class="card">JavaScript draws the timelines. Verdicts and events are visible without it.</p></noscript>
${reported.length > 1 ? overview(reported) : ''}
${groups(reported)}
<footer>Times are virtual, from the start of each run. Made by keepwire.</footer>
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function deviceOf(reported: readonly Reported[]): string {
  const names = [...new Set(reported.flatMap(({ plan, device }) => device ?? plan?.name ?? []))];
  return names.length === 0 ? 'Firmware' : names.join(', ');
}

function partsOf(reported: readonly Reported[]): readonly string[] {
  const plan = reported[0]?.plan ?? null;
  if (plan === null) return [];
  return [plan.chip.name, plan.mcu.part, ...periodsOf(plan)];
}

/** One text if all sockets have the same periods, otherwise one per socket. */
function periodsOf({ sockets }: DevicePlan): readonly string[] {
  const periods = sockets.map(({ keepalive }) =>
    keepalive === null
      ? ['no probes']
      : [`NO_DATA_PERIOD ${keepalive.NO_DATA_PERIOD} s`, `KA_SEND_PERIOD ${keepalive.KA_SEND_PERIOD} s`],
  );
  const [first = []] = periods;
  if (new Set(periods.map(String)).size === 1) return first;
  return periods.map((words, index) => `socket ${sockets[index]?.number}: ${words.join(', ')}`);
}

function groups(reported: readonly Reported[]): string {
  const grouped: string[][] = [];
  for (const [index, one] of reported.entries()) {
    const isAlike = index > 0 && reported[index - 1]?.run.scenario === one.run.scenario;
    if (!isAlike) grouped.push([]);
    grouped.at(-1)?.push(runSection(one, index, grouped.length - 1));
  }
  return grouped
    .map((sections) => `<div class="group${sections.length > 1 ? ' side' : ''}">\n${sections.join('\n')}\n</div>`)
    .join('\n');
}
