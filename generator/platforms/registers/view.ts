import type { BoardPlan, FallbackPlan } from '../../../contract/board.ts';
import { bits, frequency, hex, hex8, hex32 } from '../../firmware/c-text.ts';
import { CMAKE_FLAGS, COMPILE_FLAGS, LIBRARY_SPECS, LTO_FLAGS, WARNINGS } from '../../hardware/compiler.ts';
import { FAMILIES, LINES } from '../../hardware/families.ts';
import { planTrace } from '../../hardware/usart.ts';
import { afioNote } from '../f1/afio.ts';
import { NIBBLES } from '../f1/gpio.ts';
import { vectorsOf } from '../f1/vectors.ts';
import { boardViews, clockText, PIN_MACROS, SIGNAL_NAMES, timerStep } from '../f1/view.ts';
import { type F1Words, wordsOf } from '../f1/words.ts';

/** What the templates of this platform print. */
export function registersViews(board: BoardPlan, target: string): readonly object[] {
  const words = wordsOf(board);
  return [
    ...boardViews(board),
    clockView(board, words),
    fallbackView(board, words),
    timerView(board, words),
    pinView(board, words),
    busView(board, words),
    memoryView(board),
    projectView(board, target),
  ];
}

function clockView(board: BoardPlan, { rcc }: F1Words) {
  const { clock, fallback, watchdog } = board;
  return {
    clockPromise: clockPromise(board),
    hse: clock.source === 'HSE',
    resets: watchdog !== null || clock.source === 'HSE',
    handlesNmi: watchdog === null && clock.source === 'HSE', // with the watchdog Default_Handler does it
    usesPll: clock.pll !== null || fallback?.pllMultiplier != null,
    readyTimes: [
      ...(clock.source === 'HSE' ? [': a crystal starts within a few milliseconds'] : []),
      ...(clock.pll === null ? [] : ['; the PLL locks within 200 us']),
    ].join(''),
    hasLatency: rcc.flashLatency !== null,
    latency: rcc.flashLatency ?? 0,
    hasCfgr2: rcc.cfgr2 !== null,
    cfgr2: hex32(rcc.cfgr2 ?? 0),
    cfgr: hex32(rcc.cfgr),
    plannedClock: `KW_RCC_CR_${clock.source}ON, PLANNED_CFGR, ${clock.pll === null ? `${rcc.sw}UL` : 'SW_PLL'}`,
  };
}

function clockPromise({ clock, fallback, timer }: BoardPlan): readonly string[] {
  const { source, pll } = clock;
  const brings = `Sets SYSCLK to ${clockText(clock)}, whatever clock is running: a boot loader may have left the PLL on.`;
  const starts = [...(source === 'HSE' ? ['the crystal'] : []), ...(pll === null ? [] : ['the PLL'])];
  if (fallback === null)
    return [brings, 'False when a step does not end within a bounded time: SYSCLK is then not known.'];
  return [
    brings,
    `False when ${starts.join(' or ')} does not start within a bounded time: SYSCLK is then ${frequency(fallback.sysclkHz)} from HSI,`,
    `within about 1 percent. The tick is still 1 ms: ${timerUser(timer)} uses kw_clock_fallback.`,
  ];
}

/** What sets up the timer. */
function timerUser({ namePrefix, source }: BoardPlan['timer']): string {
  return source === 'timer' ? `${namePrefix}Timer_Configuration` : 'main.c';
}

const NO_FALLBACK: FallbackPlan = {
  ...{ sysclkHz: 0, pllMultiplier: null, ahbDivider: 1, pclk2Hz: 0, timerClockHz: 0, psc: 0, arr: 0 },
};

/** What differs with the clock from HSI. The values of PSC, ARR and BRR are empty where they do not. */
function fallbackView({ fallback, timer, trace }: BoardPlan, { rcc }: F1Words) {
  const { ahbDivider, arr, pclk2Hz, pllMultiplier, psc, sysclkHz, timerClockHz } = fallback ?? NO_FALLBACK;
  const divider = trace === null ? 0 : planTrace({ pclk2Hz }).divider;
  const differs = (now: number, planned: number): string => (fallback === null || now === planned ? '' : `${now}U`);
  return {
    fallback: fallback !== null,
    fallbackCfgr: hex32(rcc.fallbackCfgr ?? 0),
    fallbackSysclk: frequency(sysclkHz),
    fallbackPath: pllMultiplier === null ? `HSI, HCLK = SYSCLK / ${ahbDivider}` : `HSI / 2 x ${pllMultiplier}`,
    fallbackClock: `KW_RCC_CR_HSION, FALLBACK_CFGR, ${pllMultiplier === null ? '0UL' : 'SW_PLL'}`,
    fallbackTimerClock: frequency(timerClockHz),
    fallbackPsc: differs(psc, timer.psc),
    fallbackArr: differs(arr, timer.arr),
    fallbackDivider: divider,
    includesClock: fallback !== null && (timer.source === 'millis' || (trace !== null && divider !== trace.divider)),
    definesFallback: fallback !== null && timer.source === 'millis',
    fallbackBrr: trace === null ? '' : differs(divider, trace.divider),
    fallbackTraceInput: frequency(pclk2Hz),
    ...sysTickView(fallback, timer),
  };
}

/** How `main.c` starts SysTick. */
function sysTickView(fallback: FallbackPlan | null, { arr }: BoardPlan['timer']) {
  const differs = fallback !== null && fallback.arr !== arr;
  const counts = differs ? `kw_clock_fallback ? ${fallback.arr}U : ${arr}U` : `${arr}U`;
  return {
    sysTickHeader: 'kw_stm32f1.h',
    sysTickLines: [
      `KW_SYST->LOAD = ${counts}; /* counts from there to 0 */`,
      'KW_SYST->VAL = 0U;',
      'KW_SYST->CTRL = KW_SYST_CTRL_ENABLE | KW_SYST_CTRL_TICKINT | KW_SYST_CTRL_CLKSOURCE;',
    ],
  };
}

function timerView({ timer }: BoardPlan, words: F1Words) {
  return {
    timerBase: hex32(words.timer?.base ?? 0),
    timerEnable: bits(words.timer === null ? [] : [words.timer.enableBit]),
    ipr: hex8(timer.priority << 4),
    nvicWord: timer.irqNumber >> 5,
    fallbackDefiner: timer.source === 'timer' ? 'kw_timer.c' : 'kw_port.c',
  };
}

/** CNF and MODE of a pin, RM0008 9.2.1. */
const MODE_WORDS: Readonly<Record<number, string>> = {
  2: '2 output',
  3: '3 fast output',
  8: '8 input with pull',
  10: 'A alternate',
  11: 'B fast alternate',
};

function pinView({ gpio }: BoardPlan, { ports, afio }: F1Words) {
  const driven = gpio.pins.filter((pin) => ['cs', 'reset', 'interrupt'].includes(pin.role));
  return {
    pinDefines: driven.map((pin) => ({ name: PIN_MACROS[pin.role], number: pin.number, pin: pin.name })),
    afioMapr: afio.mapr === null ? '' : hex32(afio.mapr),
    afioNote: afioNote(gpio),
    modes: [...new Set(gpio.pins.map(({ mode }) => NIBBLES[mode]))]
      .sort((a, b) => a - b)
      .map((nibble) => MODE_WORDS[nibble])
      .join(', '),
    ports: ports.map((port) => ({
      port: port.port,
      base: hex32(port.base),
      pins: gpio.pins
        .filter((pin) => pin.port === port.port)
        .map((pin) => `${pin.name} ${SIGNAL_NAMES[pin.role]} ${NIBBLES[pin.mode].toString(16).toUpperCase()}`)
        .join(', '),
      bsrr: hex32(port.bsrr),
      crl: port.crlMask !== 0,
      crlMask: hex32(port.crlMask),
      crlValue: hex32(port.crlValue),
      crh: port.crhMask !== 0,
      crhMask: hex32(port.crhMask),
      crhValue: hex32(port.crhValue),
    })),
  };
}

function busView({ spi }: BoardPlan, { spi: words, ports, afio, usart }: F1Words) {
  return {
    spiBase: hex32(words.base),
    spiBr: words.br,
    spiCr1: hex32(words.cr1),
    spiOnApb1: spi.bus === 'APB1',
    spiEnable: bits([words.enableBit]),
    apb2Enable: bits([
      ...(afio.mapr === null ? [] : [0]),
      ...ports.map(({ enableBit }) => enableBit),
      ...(spi.bus === 'APB2' ? [words.enableBit] : []),
      ...(usart === null ? [] : [usart.enableBit]),
    ]),
    traceBase: hex32(usart?.base ?? 0),
    traceBrr: usart?.brr ?? 0,
  };
}

function memoryView({ mcu, timer }: BoardPlan) {
  const names = vectorsOf(mcu).map((name) => (name === null ? null : `${name}_IRQHandler`));
  return {
    manual: LINES[mcu.line].manual,
    flashOrigin: hex(mcu.flash.origin, 8),
    flashKiB: mcu.flash.bytes / 1024,
    flashOffset: mcu.flash.origin !== FAMILIES[mcu.family].flashOrigin,
    ramOrigin: hex(mcu.ram.origin, 8),
    ramKiB: mcu.ram.bytes / 1024,
    defaultHandlers: names.filter((name) => name !== null && name !== timer.handler),
    vectors: names.map((name) => (name === null ? '{0},' : `{${name}},`)),
  };
}

function projectView(board: BoardPlan, target: string) {
  const { mcu } = board;
  const linkerScript = `${mcu.part}.ld`;
  const flags = [...mcu.coreFlags, ...COMPILE_FLAGS];
  const oneLine = `arm-none-eabi-gcc ${flags.join(' ')} ${LTO_FLAGS.join(' ')} -nostartfiles ${LIBRARY_SPECS.join(' ')} -Wl,--gc-sections -T ${linkerScript} -o ${target}.elf *.c -lm`;
  return {
    linkerScript,
    coreFlags: mcu.coreFlags.join(' '),
    compileOptions: [...mcu.coreFlags, ...CMAKE_FLAGS, ...WARNINGS],
    ltoList: LTO_FLAGS.join(';'),
    librarySpecs: LIBRARY_SPECS,
    buildSteps: [
      'With arm-none-eabi-gcc and newlib (Debian: `gcc-arm-none-eabi`, `libnewlib-arm-none-eabi`):',
      '',
      `    ${oneLine}`,
      '',
      'or with CMake:',
      '',
      '    cmake -B build -DCMAKE_TOOLCHAIN_FILE=arm-none-eabi.cmake && cmake --build build',
      '',
      'Both optimise across files, which saves some 700 bytes. A debugger shows more without it: leave out the flags',
      `${LTO_FLAGS.map((flag) => `\`${flag}\``).join(' and ')}, or add \`-DCMAKE_BUILD_TYPE=Debug\` to the first command of CMake,`,
      'which optimises with `-Og` instead of `-Os`. CMake also writes a `.hex` and a `.bin` file.',
      '',
      'Your sources may use the C library. Its small `snprintf` prints no floating-point numbers unless you add',
      '`-u _printf_float` to the command, or `-DCMAKE_EXE_LINKER_FLAGS="-u _printf_float"` to the first command of CMake.',
    ],
    yourOwn: ` If your project has its own start-up code, clock setup or linker script, leave out \`kw_startup.c\`, \`kw_clock.c\` or \`${linkerScript}\`.`,
    timerStep: timerStep(board.timer, '. Nothing else uses an interrupt.'),
    noinitNote: '',
    startupFile: ', `kw_startup.c`',
  };
}
