/** The parts of the page that need no script: contents, verdicts, and each run's events as text. */
import { NS_PER_MS } from '../../clock.ts';
import type { Run } from '../../verdict/judged-run.ts';
import { countOf, span, timeText } from '../../words.ts';
import { linesOf } from '../lines.ts';
import { html, scriptJson } from './escape.ts';
import { legend } from './legend.ts';
import type { Latency } from './model/model.ts';
import { latenciesOf, modelOf, type Reported } from './model-of.ts';

/** With more lines than this the chart is easier to read. */
const MOST_LINES = 400;

/** The detection that used most of its bound; without bounds the longest. */
export function slowestDetection(run: Run): Latency | null {
  const share = ({ latencyMs, boundMs }: Latency): number =>
    latencyMs === null ? Infinity : boundMs === null ? 0 : latencyMs / boundMs;
  return [...latenciesOf(run)].sort((a, b) => share(b) - share(a))[0] ?? null;
}

const BADGES = {
  pass: '<span class="badge pass"><span aria-hidden="true">✓</span>PASS</span>',
  'not-covered': '<span class="badge gap"><span aria-hidden="true">–</span>NOT COVERED</span>',
  fail: '<span class="badge fail"><span aria-hidden="true">✗</span>FAIL</span>',
} as const satisfies Record<Run['verdict'], string>;

export function badge({ verdict }: Run): string {
  return BADGES[verdict];
}

/** Contents and verdicts of all runs; the gauge is the share of the bound that was used. */
export function overview(reported: readonly Reported[]): string {
  const rows = reported.map(({ run }, index) => {
    const slowest = slowestDetection(run);
    const cells = [
      `<td class="verdict">${badge(run)}</td>`,
      `<th scope="row"><a href="#run-${index}">${html(run.scenario)}</a></th>`,
      cell('Engine', html(run.engine)),
      cell('Detected after', slowest === null ? '–' : latencyText(slowest), 'number'),
      cell('Bound', slowest === null ? '–' : boundText(slowest), 'number'),
      cell('Share of the bound', shareOfBound(slowest), 'gauge-cell'),
    ];
    return `<tr>${cells.join('\n')}</tr>`;
  });
  return `<nav class="card" aria-label="Runs on this page">
<table class="overview"><thead><tr><th scope="col">Verdict</th><th scope="col">Scenario</th><th scope="col">Engine</th>
<th scope="col" class="number">Detected after</th><th scope="col" class="number">Bound</th><th scope="col" class="gauge-cell">Share of the bound</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></nav>`;
}

/** On a narrow screen the name of its column stands in the cell. */
function cell(column: string, content: string, className = ''): string {
  return `<td class="${className}" data-column="${column}">${content}</td>`;
}

function latencyText({ latencyMs }: Latency): string {
  if (latencyMs === null) return 'not detected';
  return latencyMs < 10 ? `${latencyMs.toFixed(3)} ms` : span(latencyMs * NS_PER_MS);
}

function boundText({ boundMs }: Latency): string {
  return boundMs === null ? 'none' : timeText(boundMs * NS_PER_MS);
}

function shareOfBound(slowest: Latency | null): string {
  if (slowest === null || slowest.boundMs === null) return '–';
  return gauge(slowest.latencyMs, slowest.boundMs);
}

function gauge(latencyMs: number | null, boundMs: number): string {
  const percent = latencyMs === null ? 100 : (100 * latencyMs) / boundMs;
  const isLate = latencyMs === null || latencyMs > boundMs;
  const text = latencyMs === null ? 'not detected' : `${percent.toFixed(1)} % of the bound`;
  const width = Math.min(100, percent).toFixed(2);
  // A late detection is shown in its whole length, with a mark at the bound.
  const bound = percent > 100 ? `<i style="left:${(10_000 / percent).toFixed(2)}%"></i>` : '';
  return `<span class="gauge${isLate ? ' late' : ''}" role="img" aria-label="${text}" title="${text}"><span style="width:${width}%"></span>${bound}</span>`;
}

/** One run; runs of the same group are zoomed together. */
export function runSection(reported: Reported, index: number, group: number): string {
  const { run } = reported;
  const model = modelOf(reported);
  return `<section class="card" id="run-${index}" aria-labelledby="run-${index}-name">
<div class="run-head"><h2 id="run-${index}-name">${html(run.scenario)}</h2>${badge(run)}<span class="engine">${html(run.engine)} engine</span></div>
<p class="run-title">${html(run.title)}</p>
<p class="facts">${factsOf(reported).map(html).join(' · ')}</p>
${result(run)}
<ul class="reasons${run.verdict === 'fail' ? ' fail-reasons' : ''}">${run.reasons.map((reason) => `<li>${html(reason)}</li>`).join('')}</ul>
<figure class="chart" data-group="${group}"><script type="application/json">${scriptJson(model)}</script></figure>
${legend(model, index === 0)}
${events(run)}
</section>`;
}

function factsOf({ run, spi }: Reported): readonly string[] {
  const { seed, stats } = run;
  const bytes = spi?.bytes.reduce((sum, value) => sum + value, 0);
  return [
    `seed ${seed}`,
    `${timeText(stats.simulatedMs * NS_PER_MS)} simulated`,
    grouped(countOf(stats.frames, 'frame')),
    ...(bytes === undefined ? [] : [`${grouped(countOf(bytes, 'byte'))} over SPI`]),
  ];
}

/** `2,259,811 bytes` */
function grouped(count: string): string {
  return count.replace(/\d(?=(\d{3})+\b)/g, '$&,');
}

/** The page's main figure, large. */
function result(run: Run): string {
  const slowest = slowestDetection(run);
  if (slowest === null) return '';
  const { latencyMs, boundMs, reason, name } = slowest;
  const isLate = boundMs !== null && (latencyMs === null || latencyMs > boundMs);
  const tone = isLate ? 'late' : boundMs === null ? '' : 'timely';
  const others = run.detections.length - 1;
  const which = others > 0 ? ` (${html(name)}, the slowest of ${others + 1})` : '';
  const share =
    boundMs === null || latencyMs === null ? '' : `<dt>${((100 * latencyMs) / boundMs).toFixed(1)} % of the bound</dt>`;
  const meter = boundMs === null ? '' : `<dl class="meter">${share}<dd>${gauge(latencyMs, boundMs)}</dd></dl>`;
  const reported = reason === null ? '' : `<dl><dt>reason reported</dt><dd>${html(reason)}</dd></dl>`;
  return `<div class="result"><dl class="main ${tone}"><dt>dead → detected${which}</dt><dd>${latencyText(slowest)}</dd></dl>
<dl><dt>bound</dt><dd>${boundText(slowest)}</dd></dl>${reported}${meter}</div>`;
}

/** The events as text. */
function events(run: Run): string {
  const lines = linesOf(run.timeline);
  const rows = lines
    .slice(0, MOST_LINES)
    .map(({ atNs, text, tone }) => `<tr><td>${timeText(atNs)}</td><td class="${tone}">${html(text)}</td></tr>`);
  const more = lines.length - MOST_LINES;
  const rest = more > 0 ? `<tr><td></td><td>and ${more} more</td></tr>` : '';
  return `<details><summary>Main events in words</summary><table class="events"><tbody>${rows.join('')}${rest}</tbody></table></details>`;
}
