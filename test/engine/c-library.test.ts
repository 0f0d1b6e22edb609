/** What users' sources may use of C beside the language: the library, and instructions that mask interrupts. */
import { describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import { buildHostFirmware } from '../../simulator/engine/host/build.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import { withInterruptMask } from '../../simulator/engine/host/user-assembly.ts';
import { type RunInput, runScenario } from '../../simulator/run-scenario.ts';
import { BRISK, built, planOfText } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';
import { armBuilt } from './arm/build.ts';

const SPEC = { ...BRISK, chip: 'W5500' };

/** The echo, with something before it is sent. */
const app = (includes: string, before: string): string => `#include <stdint.h>
${includes}

#include "kw_config.h"
#include "kw_loop.h"

static uint8_t buffer[KW_CHUNK_BYTES];

void kw_app_connected(uint32_t sn) { (void)sn; }
void kw_app_received(uint32_t sn, uint16_t waiting)
{
    uint16_t length = kw_socket_room(sn);

    (void)waiting;
    length = kw_socket_receive(sn, buffer, length < sizeof buffer ? length : (uint16_t)sizeof buffer);
    ${before}
    (void)kw_socket_send(sn, buffer, length);
}
void kw_app_ended(uint32_t sn, kw_end_reason_t reason) { (void)sn; (void)reason; }
void kw_app_fault(kw_fault_t fault) { (void)fault; }
`;

const verdictOf = async (text: string, name = 'peer-reboot') =>
  play(await built(SPEC, { 'app.c': text }), builtIn(name));

const USES: readonly (readonly [string, string, string])[] = [
  [
    'string.h',
    '#include <string.h>',
    'if ((length == 5U && memcmp(buffer, "hello", 5U) != 0) || strlen("four") != 4U) { return; }',
  ],
  [
    'stdlib.h',
    '#include <stdlib.h>',
    'if (atoi("42") + (int)strtol("-2", NULL, 10) != 40 || abs(-1) != 1) { return; }',
  ],
  [
    'math.h',
    '#include <math.h>',
    'if (sqrt((double)length * length) != length || fabsf(sinf(0.5F) - 0.479426F) > 1e-5F) { return; }',
  ],
  ['assert.h', '#include <assert.h>', 'assert(length > 0U);'],
  [
    'snprintf',
    '#include <stdio.h>\n#include <string.h>',
    'char text[32]; (void)snprintf(text, sizeof text, "%s %u %d %lx", "x", 7U, -2, 255UL); if (strcmp(text, "x 7 -2 ff") != 0) { return; }',
  ],
];

const played = async (name: 'host' | 'arm', text: string) => {
  const files = { 'app.c': text };
  if (name === 'host') return play(await built(SPEC, files), builtIn('peer-reboot'));
  const { plan, image, locate } = await armBuilt(SPEC, files);
  const engine: RunInput['engine'] = (board) => createArmEngine({ ...board, image, locate });
  return runScenario({ plan, scenario: builtIn('peer-reboot'), engine });
};

describe.each(['host', 'arm'] as const)('the C library, engine %s', (name) => {
  test.each(USES)('%s', async (_name, includes, before) => {
    const { verdict, reasons } = await played(name, app(includes, before));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
});

describe('malloc on the STM32', () => {
  const takes = (bytes: string, want: string): string =>
    app(
      '#include <stdlib.h>',
      `size_t volatile bytes = ${bytes}; void *volatile taken = malloc(bytes); if ((taken == NULL) != ${want}) { return; } free(taken);`,
    );

  // 20 KiB of RAM less 1 KiB of stack and the variables.
  test.each([
    ['takes what the variables and the stack leave', '16000U', 'false'],
    ['takes nothing of the stack', '18500U', 'true'],
    ['survives a size that wraps', '0xFFFFFFF0U', 'true'],
  ])('%s', async (_name, bytes, isRefused) => {
    const { verdict, reasons } = await played('arm', takes(bytes, isRefused));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
});

describe('the C library of the host engine', () => {
  test('floating-point numbers of snprintf', async () => {
    const before =
      'char text[32]; (void)snprintf(text, sizeof text, "%5.2f", 2.5); if (strcmp(text, " 2.50") != 0) { return; }';
    const { verdict, reasons } = await verdictOf(app('#include <stdio.h>\n#include <string.h>', before));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });

  test('a failed assert ends the run with its text and place', async () => {
    const { verdict, reasons } = await verdictOf(app('#include <assert.h>', 'assert(length > 5U);'));
    expect(verdict).toBe('fail');
    expect(reasons[0]).toMatch(/^The firmware trapped at .*: assertion failed: length > 5U, app\.c:\d+\.$/);
  });

  const plan = planOfText(JSON.stringify(SPEC));
  const refusal = async (text: string): Promise<string> => {
    const files = render(plan).map((file) => (file.path === 'app.c' ? { ...file, text } : file));
    const result = await buildHostFirmware({ files, plan });
    if (result.ok) throw new Error('it was built');
    return result.text;
  };

  test.each([
    ['malloc', '#include <stdlib.h>', 'if (malloc(length) == NULL) { return; }'],
    ['printf', '#include <stdio.h>', '(void)printf("%u", length);'],
    ['stderr', '#include <stdio.h>', '(void)fprintf(stderr, "%u", length);'],
    ['time', '#include <time.h>', 'if (time(NULL) == 0) { return; }'],
    ['exit', '#include <stdlib.h>', 'exit(0);'],
  ])('%s is refused by name', async (name, includes, before) => {
    const text = await refusal(app(`${includes}\n#include <string.h>`, `${before} if (strlen("x") != 1U) { return; }`));
    expect(text.split('\n')).toContain(
      `app.c: ${name} needs an operating system or a heap; the host engine has neither. Use --engine arm.`,
    );
    expect(text).not.toContain('strlen');
  });

  test('behind many calls of what is there, too', async () => {
    const lengths = Array.from({ length: 30 }, (_, index) => `strlen("${index}")`).join(' + ');
    const before = `if (${lengths} == 0U) { return; } (void)printf("%u", length);`;
    const text = await refusal(app('#include <stdio.h>\n#include <string.h>', before));
    expect(text).toMatch(/^app\.c: printf needs an operating system or a heap;/);
  });

  test('what no library has is missing as before', async () => {
    const text = await refusal(app('uint32_t nowhere(void);', 'if (nowhere() == 0U) { return; }'));
    expect(text).toMatch(/app\.o: undefined symbol: nowhere/);
    expect(text).not.toContain('--engine arm');
  });

  test('an instruction that it does not know is refused by name', async () => {
    const text = await refusal(app('', '__asm volatile("rbit %0, %0" : "+r"(length));'));
    expect(text).toMatch(/^app\.c:16: the host engine cannot run the instruction "rbit %0, %0"\. Use --engine arm\.$/m);
  });
});

describe('a constructor', () => {
  const SAYS =
    ' is a constructor, which kw_startup.c does not run, so that compile refuses it too. Call it in main; with start-up code of your own, build an ELF and use --engine arm --elf.';
  const before = 'if (ready == 0U) { return; }';
  const constructed = (attribute: string, kind = 'volatile') =>
    app(`void set_up(void);\nstatic uint32_t ${kind} ready;\n${attribute} void set_up(void) { ready = 1U; }`, before);
  const VOLATILE = constructed('__attribute__((constructor))');

  const plan = planOfText(JSON.stringify(SPEC));
  const resultOf = (text: string) => {
    const files = render(plan).map((file) => (file.path === 'app.c' ? { ...file, text } : file));
    return buildHostFirmware({ files, plan });
  };

  test.each([
    ['by name', VOLATILE, 'app.c: set_up'],
    ['with a priority', constructed('__attribute__((used, constructor(200)))'), 'app.c: set_up'],
    ['behind a macro', constructed('#define FIRST __attribute__((constructor))\nFIRST'), 'app.c: set_up'],
    // clang has run it: its work is among the initial values.
    ['that is gone from the object', constructed('__attribute__((__constructor__))', ''), 'app.c:4: the function'],
  ])('is refused where the start-up code that keepwire writes runs none: %s', async (_name, text, place) => {
    expect(await resultOf(text)).toEqual({ ok: false, stage: 'link', text: `${place}${SAYS}` });
  });

  test('in a comment is none', async () => {
    const { ok } = await resultOf(app('/* no\n __attribute__((constructor)) */\n// __attribute__((constructor))', ''));
    expect(ok).toBe(true);
  });

  test('is refused by the linker for the part', async () => {
    await expect(armBuilt(SPEC, { 'app.c': VOLATILE })).rejects.toThrow(/kw_startup\.c runs no constructors/);
  });

  test('runs where the start-up code is the user’s', async () => {
    const { verdict, reasons } = play(
      await built({ ...SPEC, mcu: { platform: 'custom' }, timer: { source: 'millis' } }, { 'app.c': VOLATILE }),
      builtIn('peer-reboot'),
    );
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
});

describe('inline assembly', () => {
  test.each([
    ['__asm volatile("cpsid i" ::: "memory");', 'kw_host_mask(1U);'],
    ['__asm__ __volatile__ ("CPSIE I" : : : "memory");', 'kw_host_mask(0U);'],
    ['asm volatile("mrs %0, primask" : "=r"(saved));', '((saved) = kw_host_masked());'],
    ['__asm volatile("msr primask, %0" : : "r"(saved) : "memory");', 'kw_host_mask(saved);'],
    ['__asm volatile("dsb");', '((void)0);'],
    ['__asm volatile(\n"cpsid i"\n);', 'kw_host_mask(1U)\n\n;'],
    ['__asm volatile("wfe");', '__asm volatile("wfe");'],
  ])('%s', (given, want) => expect(withInterruptMask(given)).toBe(want));

  test('a section with interrupts off lets no tick in, and the tick comes after it', async () => {
    const section = `uint32_t const before = kw_now_ms();
    __asm volatile("cpsid i" ::: "memory");
    for (uint32_t volatile i = 0U; i < 20000U; i++) { }
    uint32_t const inside = kw_now_ms();
    __asm volatile("cpsie i" ::: "memory");
    if (inside != before || kw_now_ms() == before) { return; }`;
    const { verdict, reasons } = await verdictOf(app('', section));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });

  test.each(['host', 'arm'])(
    'interrupts that stay off stop the time, and the run says where, engine %s',
    async (name) => {
      const files = { 'app.c': app('', '__asm volatile("cpsid i" ::: "memory");') };
      const { plan, wasm } = await built(SPEC, files);
      const { image, locate } = await armBuilt(SPEC, files);
      const spinLimitNs = 200_000_000;
      const { verdict, reasons } = runScenario({
        plan,
        scenario: builtIn('peer-reboot'),
        engine: (board) =>
          name === 'host'
            ? createHostEngine({ ...board, wasm, spinLimitNs })
            : createArmEngine({ ...board, image, locate, spinLimitNs }),
      });
      expect(verdict).toBe('fail');
      expect(reasons[0]).toMatch(
        /^The firmware is stuck at [\d.]+ s, in kw_\w+ .*: interrupts have been off for 0\.2 s\./,
      );
    },
  );
});
