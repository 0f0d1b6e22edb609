import type { Spec } from '../../../contract/spec.ts';
import { allOf, oneOf } from '../../../document/words/printed.ts';
import { apb1TimerClockHz, exactReload, isExactSysTick, nearestExactPrescalers } from '../../hardware/timer.ts';
import type { Platform } from '../../platforms/platform.ts';
import { PLATFORMS } from '../../platforms/registry.ts';
import { CLOCK_NEEDS, type Rule } from './rule.ts';

const ALL: readonly Platform[] = Object.values(PLATFORMS);
/** The time of these platforms is a counter of milliseconds of the project. */
const NAMES_THAT_ASK = ALL.filter(({ isGuest, watches }) => isGuest || watches).map(({ name }) => name);

function asksForTime({ mcu }: Spec): boolean {
  return NAMES_THAT_ASK.includes(mcu.platform);
}

/** A firmware that owns the board and asks for the time: SysTick of the project's `main.c` counts. */
function hasSysTick(spec: Spec): boolean {
  return spec.timer.source === 'millis' && !asksForTime(spec);
}

export const timerRules: readonly Rule[] = [
  {
    id: 'timer/beside-millis',
    needs: ['/timer', '/mcu/platform'],
    check: ({ spec, given }) => {
      if (spec.timer.source !== 'millis' || asksForTime(spec)) return [];
      return (['instance', 'prescaler', 'namePrefix'] as const).flatMap((key) => {
        if (!given(`/timer/${key}`)) return [];
        const message = `Found "${key}" beside "source": "millis". Your project counts the milliseconds, and the firmware has no timer. Allowed: no such key, or "source": "timer".`;
        return [{ pointer: `/timer/${key}`, message }];
      });
    },
  },
  {
    id: 'timer/millis-exact',
    needs: [...CLOCK_NEEDS, '/timer/source', '/mcu/platform'],
    check: ({ spec, clock }) => {
      if (clock === null || !hasSysTick(spec) || isExactSysTick(clock.hclkHz)) return [];
      const message = `Found "millis". SysTick makes no exact millisecond of HCLK, ${clock.hclkHz} Hz. Choose another system clock.`;
      return [{ pointer: '/timer/source', message }];
    },
  },
  {
    id: 'call-every/platform',
    needs: ['/callEveryMs', '/mcu/platform'],
    check: ({ spec, given }) => {
      if (spec.callEveryMs === null || asksForTime(spec) || !given('/callEveryMs')) return [];
      const message = `Found ${spec.callEveryMs}. "callEveryMs" works only with platforms ${allOf(NAMES_THAT_ASK)}. With platform ${spec.mcu.platform} the firmware has its own main loop. Remove the key.`;
      return [{ pointer: '/callEveryMs', message }];
    },
  },
  {
    id: 'watched/platform',
    needs: ['/watched', '/mcu/platform'],
    check: ({ spec, given }) => {
      if (spec.watched === null || spec.mcu.platform === 'iolibrary' || !given('/watched')) return [];
      return [{ pointer: '/watched', message: 'Found "watched". Allowed with platform iolibrary only.' }];
    },
  },
  {
    id: 'timer/exists',
    needs: ['/mcu/part', '/timer/instance'],
    check: ({ spec, part }) => {
      const { instance } = spec.timer;
      if (part.timers.includes(instance)) return [];
      const message = `Found ${instance}. Allowed on the ${part.name}: ${oneOf(part.timers)}.`;
      return [{ pointer: '/timer/instance', message }];
    },
  },
  {
    id: 'timer/prescaler-exact',
    needs: [...CLOCK_NEEDS, '/timer/prescaler', '/timer/source', '/mcu/platform'],
    check: ({ spec, clock }) => {
      if (clock === null || hasSysTick(spec)) return [];
      const { prescaler } = spec.timer;
      const clockHz = apb1TimerClockHz(clock);
      if (exactReload(clockHz, prescaler) !== null) return [];
      const near = nearestExactPrescalers(clockHz, prescaler).map((psc) => `${psc}`);
      const nearest =
        near.length === 0 ? 'No prescaler does; choose another system clock.' : `Nearest: ${oneOf(near)}.`;
      const allowed = `Allowed: a value that divides the timer clock of ${clockHz} Hz into exact milliseconds.`;
      return [{ pointer: '/timer/prescaler', message: `Found ${prescaler}. ${allowed} ${nearest}` }];
    },
  },
];
