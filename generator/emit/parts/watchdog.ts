import type { Plan } from '../../../contract/plan.ts';
import { duration } from '../../firmware/c-text.ts';
import type { FirmwarePart } from '../../firmware/part.ts';
import { PLATFORMS } from '../../platforms/registry.ts';

export function watchdogFirmware({ watchdog, platform }: Plan): readonly FirmwarePart[] {
  if (watchdog === null) return [];
  const { divider, reload, pr, leastMs, longestMs } = watchdog;
  const ownsReset = !PLATFORMS[platform.name].startupIsUsers;
  const about = ownsReset ? 'the independent watchdog' : 'when your watchdog is fed';
  return [
    {
      sources: [
        { path: 'kw_watchdog.h', template: 'loop/kw_watchdog.h', layer: 'loop' },
        {
          path: 'kw_watchdog.c',
          template: ownsReset ? 'platforms/registers/kw_watchdog.c' : 'platforms/kw_watchdog.c',
          layer: 'loop',
          about,
        },
      ],
      hooks: { init: ownsReset ? ['kw_watchdog_start();'] : [], served: ['kw_watchdog_feed();'] },
      view: {
        watchdogTimes: `${duration(leastMs)} to ${duration(longestMs)}`,
        watchdogDivider: divider,
        watchdogPr: pr,
        watchdogReload: reload,
        ownsReset,
      },
    },
  ];
}
