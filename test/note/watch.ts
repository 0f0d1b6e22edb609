import type { TimelineEvent } from '../../simulator/timeline.ts';
import { changed, type Subject } from './subject.ts';

/** C that tells a number to the timeline; `report` may be called from the interrupt as well. */
const REPORT = `
__attribute__((import_module("host"), import_name("fault"))) extern void report(uint32_t value);
`;

/** What {@link REPORT}'s calls left in the timeline, oldest first. */
export function reported(
  events: readonly TimelineEvent[],
): readonly { readonly atNs: number; readonly value: number }[] {
  return events.flatMap((event) => {
    const value = event.kind === 'firmware' && event.what === 'fault' ? /^unknown fault (\d+)$/.exec(event.text) : null;
    return value === null ? [] : [{ atNs: event.atNs, value: Number(value[1]) - REPORT_BASE }];
  });
}

/** Far from the firmware's own faults. */
const REPORT_BASE = 1000;

/** The subject telling how many silent seconds it has counted on socket 0, once a second. */
export function watchingSeconds(subject: Subject): Subject {
  return changed(
    subject,
    subject.counterFile,
    (text) => `#define Timer2_ISR ticked
${text}
#undef Timer2_ISR
${REPORT}
void Timer2_ISR(void);
void Timer2_ISR(void)
{
    static uint32_t ticks;
    ticked();
    if (++ticks % 1000U == 0U) {
        report(${REPORT_BASE}U + ${subject.counters.noDataSeconds});
    }
}
`,
  );
}

/** The subject with a program that does nothing but wait for what the interrupt changes, and then tells 0. */
export function waitingFor(subject: Subject, condition: string): Subject {
  const waiting = changed(
    subject,
    subject.counterFile,
    (text) => `${text}
void wait_for_interrupt(void);
void wait_for_interrupt(void)
{
    ${subject.beginCounting}
    for (;;) {
        if (${condition}) {
            return;
        }
    }
}
`,
  );
  return changed(
    waiting,
    'main.c',
    () => `#include <stdint.h>
#include "kw_clock.h"
#include "kw_port.h"
#include "kw_timer.h"
${REPORT}
void wait_for_interrupt(void);
int main(void);
int main(void)
{
    (void)kw_clock_init();
    kw_port_init();
    Timer_Configuration();
    NVIC_Configuration();
    wait_for_interrupt();
    report(${REPORT_BASE}U);
    for (;;) {
        kw_port_wait();
    }
}
`,
  );
}
