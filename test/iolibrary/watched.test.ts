/** The vendor's unmodified loop-back server, and keepwire watching its sockets: a dead peer is noticed within the bound. */
import { describe, expect, test } from 'vitest';
import { farSideOf } from '../../generator/methods/far-side.ts';
import { loadElf } from '../../simulator/engine/arm/elf.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import { skipSuite } from '../skip-suite.ts';
import { watched, watchedElf } from '../watch/firmware.ts';
import { CHIPS } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';
import { IOLIBRARY, WHY_SKIPPED } from './server.ts';

const LOOPBACK = `
#include <stdint.h>
#include "loopback.h"
#include "kw_config.h"
#include "kw_watch.h"
void kw_app_poll(void);
void kw_app_ended(uint32_t sn, kw_end_reason_t reason);
static uint8_t buffer[DATA_BUF_SIZE];
void kw_app_poll(void)
{
    for (uint8_t sn = 0; sn < KW_SOCKET_COUNT; sn++) {
        (void)loopback_tcps(sn, buffer, 5000);
    }
}
void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}
`;
const FURTHER = ['Application/loopback/loopback.c', 'Application/loopback/loopback.h'];
const SCENARIOS = ['cable-cut', 'power-cut', 'peer-reboot', 'one-way-cut', 'all-slots-dead', 'same-port', 'lossy-link'];
const SPEC = { sockets: [{ port: 5000, count: 2 }] };

describe.each(CHIPS)('%s', (chip) => {
  skipSuite(IOLIBRARY === null ? WHY_SKIPPED : null);

  test.each(SCENARIOS)('engine host: %s', async (name) => {
    const firmware = await watched({ chip, ...SPEC }, { 'app.c': LOOPBACK }, IOLIBRARY ?? '', FURTHER);
    const { verdict, reasons } = play(firmware, builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });

  test.each(['cable-cut', 'all-slots-dead'])('engine arm: %s', async (name) => {
    const { plan, elf } = await watchedElf({ chip, ...SPEC }, { 'app.c': LOOPBACK }, IOLIBRARY ?? '', FURTHER);
    const image = loadElf(elf, plan.mcu);
    const engine: Parameters<typeof runScenario>[0]['engine'] = (board) => createArmEngine({ image, ...board });
    const { verdict, reasons } = runScenario({ plan, farSideOf, scenario: builtIn(name), engine });
    expect(verdict, reasons.join('\n')).toBe('pass');
  });

  test.each(['echo', 'cable-cut', 'zero-window', 'orderly-close'])('the example application: %s', async (name) => {
    const { verdict, reasons } = play(await watched({ chip, ...SPEC }, {}, IOLIBRARY ?? ''), builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
});
