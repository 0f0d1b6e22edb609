/** The application has remapped pins of its own before the firmware sets up its port. */
import { expect, test } from 'vitest';
import { runBuilt } from '../../engine/arm/bench.ts';
import { armBuilt } from '../../engine/arm/build.ts';
import { BRISK } from '../../whole/firmware.ts';

/** RM0008 9.4.2: TIM3_REMAP 11, USART1_REMAP. */
const REMAPS = '0x00000C04UL';
const REMAPS_FIRST = `int main(void)
{
    *(uint32_t volatile *)0x40021018U |= 1U; /* AFIOEN */
    *(uint32_t volatile *)0x40010004U = ${REMAPS};
`;
/** Told once the port is set up: as a fault, which nothing else is. */
const CHECKED = `    kw_loop_init();
    if ((*(uint32_t volatile *)0x40010004U & 0x00FFFFFFUL) != (${REMAPS} | OWN)) {
        kw_app_fault(KW_FAULT_CLOCK);
    }
`;

test.each([
  ['JTAG off for PB3', { cs: 'PB3' }, '0UL', 0],
  ['JTAG off for PB3, and SWJ_CFG reads as ones', { cs: 'PB3' }, '0UL', 7],
  ['no crystal, so that PD0 is free', { cs: 'PD0' }, '0x00008000UL', 0],
] as const)('they stay, and the chip is reached: %s', async (_name, wiring, own, swjCfgReads) => {
  const hsi = { clock: { source: 'HSI', sysclkHz: 8_000_000 } };
  const firmware = await armBuilt(
    { chip: 'W5500', ...BRISK, mcu: hsi, timer: { prescaler: 7 }, wiring },
    {
      'main.c': (text) =>
        text
          .replace('#include "kw_timer.h"\n', '#include "kw_timer.h"\n\n#include <stdint.h>\n')
          .replace('int main(void)\n{\n', REMAPS_FIRST)
          .replace('    kw_loop_init();\n', CHECKED.replace('OWN', own)),
    },
  );
  const { chip, events } = runBuilt(firmware, { untilNs: 100_000_000, swjCfgReads });
  expect(events.flatMap((event) => ('text' in event ? [event.text] : []))).toEqual([
    'no chip answered after its reset',
  ]);
  expect(chip.times('select').length).toBeGreaterThan(0);
});
