/** What each measure of safety costs: the firmware is built once more without it. */
import { render } from '../../generator/emit/render.ts';
import { flashOf, type SourceFile } from './build.ts';
import { planFor } from './firmware.ts';
import { type BenchRow, bytesRow as row } from './row.ts';

interface Measure {
  readonly what: string;
  /** What takes it out; `find` occurs once in the file. */
  readonly without: readonly { readonly file: string; readonly find: string; readonly replace: string }[];
}

const MEASURES: readonly Measure[] = [
  {
    what: 'reading back what is written to the chip',
    without: [
      {
        file: 'kw_w5500.c',
        find: '        if (read8(at) != expected[i] && read8(at) != expected[i]) {',
        replace: '        if (at == UINT32_MAX && expected[i] == 0U) {',
      },
    ],
  },
  {
    what: 'a limit for each state of a socket',
    without: [
      { file: 'kw_loop.c', find: '    if (is_overdue(sn, sr)) {', replace: '    if (false && is_overdue(sn, sr)) {' },
    ],
  },
  {
    what: 'SENDOK counts only with an acknowledged byte',
    without: [
      {
        file: 'kw_loop.c',
        find: '        note_progress(sn);\n        if ((ir & KW_IR_SENDOK) != 0U && kw_connections[sn].acknowledged) {',
        replace:
          '        if (false) {\n            note_progress(sn);\n        }\n        if ((ir & KW_IR_SENDOK) != 0U) {',
      },
    ],
  },
  {
    what: 'an answer after the peer has closed its half',
    without: [{ file: 'kw_loop.c', find: '    if (kw_connections[sn].more) {', replace: '    if (false) {' }],
  },
  {
    what: 'the clock from HSI when the crystal does not start or stops',
    without: [
      {
        file: 'kw_clock.c',
        find: '        KW_RCC->CR |= KW_RCC_CR_CSSON; /* a crystal that stops raises NMI */\n',
        replace: '',
      },
      {
        file: 'kw_clock.c',
        find: 'kw_clock_fallback = set_clock(KW_RCC_CR_HSION, FALLBACK_CFGR, SW_PLL);',
        replace: '',
      },
      { file: 'kw_timer.c', find: 'kw_clock_fallback ? 63U : 71U', replace: '71U' },
      { file: 'kw_startup.c', find: '    {NMI_Handler},', replace: '    {Default_Handler},' },
    ],
  },
  {
    what: 'the hold: no probe while the last one may be repeated',
    without: [
      { file: 'kw_keepalive.c', find: '    if (k->held && (uint32_t)', replace: '    if (false && (uint32_t)' },
      { file: 'kw_keepalive.c', find: '    k->held = false;\n    return', replace: '    return' },
      { file: 'kw_keepalive.c', find: '    k->held = true;\n', replace: '' },
      { file: 'kw_keepalive.c', find: '    probed_ms[sn] = ms;\n', replace: '' },
    ],
  },
];

/** The application note's job: W5500, one server, Cortex-M3. */
export function applicationNote(): BenchRow[] {
  const plan = planFor({});
  const files = render(plan);
  const [optimised, plain] = [true, false].map((across) => flashOf(plan, files, across)) as [number, number];
  const watched = planFor({ watchdog: { timeoutMs: 2000 } });
  return [
    row("flash of the note's job, optimised across files", optimised, { atMost: 2300 }),
    { ...row("flash of the note's job, files apart", plain), reference: '4260 B, vendor library' },
    ...MEASURES.map(({ what, without }) =>
      row(`of it ${what}`, optimised - flashOf(plan, files.map(taking(without)), true)),
    ),
    row('on top of it the watchdog', flashOf(watched, render(watched), true) - optimised),
  ];
}

function taking(changes: Measure['without']) {
  return ({ path, text }: SourceFile): SourceFile => {
    const own = changes.filter(({ file }) => file === path);
    return { path, text: own.reduce((changed, { find, replace }) => replaced(path, changed, find, replace), text) };
  };
}

function replaced(path: string, text: string, find: string, replace: string): string {
  if (text.split(find).length !== 2) throw new Error(`${path} holds not once: ${find}`);
  return text.replace(find, () => replace);
}
