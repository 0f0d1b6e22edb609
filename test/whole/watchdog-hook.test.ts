/** Where the watchdog is the project's own: its hook is called once a tick, when all sockets have been served. */
import { beforeAll, describe, expect, test } from 'vitest';
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { guest } from '../guest/specs.ts';
import { tellingByFault } from '../ways/apps.ts';
import { withAbsence } from './broken-chips.ts';
import { BRISK, type Built, built, planOfText } from './firmware.ts';
import { pattern, pause, Rig } from './rig.ts';

/** What the application tells through a fault of this number, which none of the firmware's has. */
const MARKS = { begin: 100, end: 101, fed: 102, 'received 0': 110, 'received 1': 111 } as const;
type Mark = keyof typeof MARKS;

const APPLICATION = tellingByFault(`#include "kw_loop.h"
#include "kw_watchdog.h"
static uint8_t buffer[100];
void kw_app_connected(uint32_t sn) { (void)sn; }
void kw_app_ended(uint32_t sn, kw_end_reason_t reason) { (void)sn; (void)reason; }
void kw_app_fault(kw_fault_t fault) { (void)fault; }
void kw_app_received(uint32_t sn, uint16_t waiting)
{
    (void)waiting;
    (void)kw_socket_receive(sn, buffer, sizeof buffer);
    kw_app_fault((kw_fault_t)(${MARKS['received 0']}U + sn));
}
void kw_app_watchdog_feed(void)
{
    kw_app_fault((kw_fault_t)${MARKS.fed});
}
`);

const POLLS_A_TICK = 3;
/** The tick stands still from here on, for so many polls. */
const STILL_MS = 2500;
const STILL_POLLS = 40;

/** What stops the tick, and starts it again, on a board. */
const TICKS = {
  spl: { stop: 'TIM_Cmd(TIM2, DISABLE);', start: 'TIM_Cmd(TIM2, ENABLE);', include: '#include "stm32f10x_tim.h"' },
  counter: { stop: 'stands = true;', start: 'stands = false;', include: '' },
} as const;

/** The main loop of a board that is the firmware's own, and of a project that calls it. */
const CALLS = {
  own: [
    '        if (!kw_loop_poll()) {\n            kw_port_wait();\n        }',
    '        poll_often();\n        kw_port_wait();',
  ],
  projects: ['(void)kw_loop_poll();', 'poll_often();'],
} as const;

const PLATFORMS = {
  spl: { file: 'main.c', calls: CALLS.own, tick: TICKS.spl, spec: { mcu: { platform: 'spl' } } },
  hal: { file: 'kw_bench.c', calls: CALLS.projects, tick: TICKS.counter, spec: { ...guest('hal'), callEveryMs: 1 } },
  custom: {
    file: 'kw_bench.c',
    calls: CALLS.projects,
    tick: TICKS.counter,
    spec: { ...guest('custom'), callEveryMs: 1 },
  },
} as const;

function markedPoll({ stop, start }: (typeof TICKS)[keyof typeof TICKS]): string {
  return `static bool has_stood;

static void marked_poll(void)
{
    kw_app_fault((kw_fault_t)${MARKS.begin});
    (void)kw_loop_poll();
    kw_app_fault((kw_fault_t)${MARKS.end});
}

static void poll_often(void)
{
    uint32_t polls = ${POLLS_A_TICK}U;

    if (!has_stood && kw_now_ms() >= ${STILL_MS}U) {
        has_stood = true;
        polls = ${STILL_POLLS}U;
        ${stop}
    }
    for (; polls > 0U; polls--) {
        marked_poll();
    }
    ${start}
}

int main(void)
{`;
}

async function firmwareOf(name: keyof typeof PLATFORMS): Promise<Built> {
  const { file, calls, tick, spec } = PLATFORMS[name];
  const whole = {
    chip: 'W5500',
    ...BRISK,
    ...spec,
    watchdog: { timeoutMs: 1000 },
    sockets: [{ port: 5000, count: 2 }],
  };
  const plan = planOfText(JSON.stringify(whole));
  const start = [...render(plan), ...benchFiles(plan)].find(({ path }) => path === file)?.text ?? '';
  const changed = start
    .replace('#include "kw_loop.h"', `#include "kw_loop.h"\n${tick.include}`)
    .replace('uint32_t volatile ms;', 'uint32_t volatile ms;\nstatic bool volatile stands;')
    .replace('    ms = ms + 1U;', '    ms = stands ? ms : ms + 1U;')
    .replace(calls[0], calls[1])
    .replace('int main(void)\n{', markedPoll(tick));
  return built(whole, { ...APPLICATION, [file]: changed });
}

interface Marked {
  readonly mark: Mark;
  readonly atMs: number;
}

function marksOf({ events }: Rig): readonly Marked[] {
  return events.flatMap((event): readonly Marked[] => {
    if (event.kind !== 'firmware' || event.what !== 'fault') return [];
    const number = Number(/^unknown fault (\d+)$/.exec(event.text)?.[1]);
    const mark = (Object.keys(MARKS) as Mark[]).find((name) => MARKS[name] === number);
    return mark === undefined ? [] : [{ mark, atMs: event.atNs / 1e6 }];
  });
}

/** What was told in each poll, in order. */
function pollsOf(rig: Rig): readonly (readonly Marked[])[] {
  const polls: Marked[][] = [];
  for (const marked of marksOf(rig)) {
    if (marked.mark === 'begin') polls.push([]);
    else if (marked.mark !== 'end') polls.at(-1)?.push(marked);
  }
  return polls;
}

describe.each(Object.keys(PLATFORMS) as (keyof typeof PLATFORMS)[])('%s', (name) => {
  let firmware: Built;
  beforeAll(async () => {
    firmware = await firmwareOf(name);
  });

  test('fed in the first poll of each tick, behind all sockets, and not while the tick stands still', () => {
    const rig = new Rig(firmware);
    const both = ['received 0', 'received 1', 'fed'];
    rig.play(
      (function* (): Task {
        const peers = [yield* rig.connected(rig.peer(), 2000), yield* rig.connected(rig.peer(), 2000)];
        for (let round = 0; round < 5; round++) {
          for (const peer of peers) peer.send(pattern(10));
          yield pause(20);
        }
        yield pause(STILL_MS + 200 - rig.nowMs);
      })(),
    );
    const polls = pollsOf(rig);
    const told = polls.map((marks) => marks.map(({ mark }) => mark));
    expect(told).toContainEqual(both);
    expect(told.filter((marks) => marks.includes('fed') && marks.indexOf('fed') !== marks.length - 1)).toEqual([]);

    const fedMs = polls.flat().flatMap(({ mark, atMs }) => (mark === 'fed' ? [atMs] : []));
    const wholeMs = (fedMs.at(-1) ?? 0) - (fedMs[0] ?? 0);
    expect(Math.abs(fedMs.length - wholeMs)).toBeLessThan(wholeMs / 20);
    expect(polls.length).toBeGreaterThan(2 * fedMs.length);
    const unfed = told.map((marks) => (marks.includes('fed') ? 'fed' : '-')).join('');
    expect(unfed).toMatch(new RegExp(`-{${STILL_POLLS - 1}}`));
    expect(unfed).not.toMatch(new RegExp(`-{${STILL_POLLS + POLLS_A_TICK}}`));
  });

  test('fed each tick while no chip answers', () => {
    const rig = new Rig(firmware, { wrap: (chip) => withAbsence(chip, 0xff, () => true) });
    rig.play(
      (function* (): Task {
        yield pause(1000);
      })(),
    );
    expect(rig.faults().length).toBeGreaterThan(0);
    const fed = marksOf(rig).filter(({ mark }) => mark === 'fed').length;
    expect(fed).toBeGreaterThan(950);
    expect(fed).toBeLessThan(1001);
  });
});
