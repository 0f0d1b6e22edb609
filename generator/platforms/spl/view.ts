import type { BoardPlan, PinDrive } from '../../../contract/board.ts';
import { frequency } from '../../firmware/c-text.ts';
import { CMAKE_FLAGS, COMPILE_FLAGS, WARNINGS } from '../../hardware/compiler.ts';
import { afioNote, remapsOf } from '../f1/afio.ts';
import { boardViews, PIN_MACROS, timerStep } from '../f1/view.ts';
import { wordsOf } from '../f1/words.ts';
import { splDensityOf } from './density.ts';
import { hseDefineOf, hseToTell } from './hse.ts';

/** SPL's words for a pin's mode and speed. */
const MODES: Readonly<Record<PinDrive, { readonly mode: string; readonly speed: string }>> = {
  'output-2-mhz': { mode: 'GPIO_Mode_Out_PP', speed: 'GPIO_Speed_2MHz' },
  'output-50-mhz': { mode: 'GPIO_Mode_Out_PP', speed: 'GPIO_Speed_50MHz' },
  'input-pull-up': { mode: 'GPIO_Mode_IPU', speed: 'GPIO_Speed_2MHz' },
  'alternate-2-mhz': { mode: 'GPIO_Mode_AF_PP', speed: 'GPIO_Speed_2MHz' },
  'alternate-50-mhz': { mode: 'GPIO_Mode_AF_PP', speed: 'GPIO_Speed_50MHz' },
};

/** With -isystem the vendor's headers are quiet, but their macros expand in our code. */
const HEADERS_BREAK: readonly string[] = ['-Wpedantic', '-Wcast-qual'];

/** What the templates of this platform print. */
export function splViews(board: BoardPlan, target: string): readonly object[] {
  return [...boardViews(board), libraryView(board), projectView(board, target)];
}

function libraryView(board: BoardPlan) {
  const { clock, timer, gpio, mcu } = board;
  const remaps = remapsOf(gpio);
  return {
    clockPromise: [
      `Compares what SystemInit has set up with what the timer counts on: SYSCLK ${frequency(clock.sysclkHz)}, PCLK1 ${frequency(clock.pclk1Hz)}.`,
      "The library's SystemInit stays on HSI without a word when the crystal does not start; this is where it shows.",
      ...crystalPromise(clock),
    ],
    handlesNmi: false,
    fallback: false, // SystemInit is the user's
    density: splDensityOf(mcu),
    hseToTell: hseToTell(clock) ?? 0,
    hseDefine: hseDefineOf(clock)
      .map((define) => ` ${define}`)
      .join(''),
    sysclkHz: clock.sysclkHz,
    pclk1Hz: clock.pclk1Hz,
    sysTickHeader: 'stm32f10x.h',
    sysTickLines: [`(void)SysTick_Config(${timer.arr + 1}U);`],
    irqName: timer.handler.replace(/_IRQHandler$/, '_IRQn'),
    pinDefines: gpio.pins.map((pin) => ({ name: PIN_MACROS[pin.role], number: pin.number, pin: pin.name })),
    splPins: gpio.pins.map((pin) => ({ port: pin.port, define: PIN_MACROS[pin.role], ...MODES[pin.mode] })),
    splRemaps: remaps,
    afioMapr: remaps.length > 0,
    afioNote: afioNote(gpio),
    splClocks: clocked(board),
  };
}

/** What SystemInit needs beside HSE_VALUE, which only RCC_GetClocksFreq uses. */
function crystalPromise(clock: BoardPlan['clock']): readonly string[] {
  const hz = hseToTell(clock);
  if (hz === null) return [];
  return [
    `SystemInit must set the PLL for the crystal of ${frequency(hz)}: ST's is for 8 MHz, whatever HSE_VALUE says.`,
  ];
}

/** Peripherals whose bus clock is switched on. */
function clocked(board: BoardPlan) {
  const { spi, trace } = board;
  const { ports, afio } = wordsOf(board);
  return [
    ...(afio.mapr === null ? [] : [{ bus: 'APB2', peripheral: 'AFIO' }]),
    ...ports.map(({ port }) => ({ bus: 'APB2', peripheral: `GPIO${port}` })),
    { bus: spi.bus, peripheral: spi.instance },
    ...(trace === null ? [] : [{ bus: 'APB2', peripheral: trace.instance }]),
  ];
}

function projectView({ clock, mcu, timer }: BoardPlan, target: string) {
  const flags = [...mcu.coreFlags, ...COMPILE_FLAGS];
  const oneLine = `arm-none-eabi-gcc ${flags.join(' ')} -D${splDensityOf(mcu)} -DUSE_STDPERIPH_DRIVER${hseDefineOf(
    clock,
  )
    .map((define) => ` -D${define}`)
    .join('')} $(find "$SPL" -name '*.h' -exec dirname {} + | sort -u | sed 's/^/-isystem /') -c *.c`;
  return {
    compileOptions: [...mcu.coreFlags, ...CMAKE_FLAGS, ...WARNINGS.filter((flag) => !HEADERS_BREAK.includes(flag))],
    buildSteps: [
      'With the STM32F10x Standard Peripheral Library below `$SPL`, this compiles the folder to objects:',
      '',
      `    ${oneLine}`,
      '',
      `and this all but main.c to a library, \`lib${target}.a\`, to link with the rest of your project:`,
      '',
      '    cmake -B build -DCMAKE_TOOLCHAIN_FILE=arm-none-eabi.cmake -DSPL_DIR="$SPL" && cmake --build build',
    ],
    yourOwn: '',
    timerStep: timerStep(
      timer,
      `: remove a handler of that name from \`stm32f10x_it.c\`. Nothing else uses an interrupt. \`${timer.namePrefix}NVIC_Configuration\` sets priority group 4 for the whole program.`,
    ),
    noinitNote: 'Your linker script must keep that section out of what start-up code zeroes. ',
    startupFile: '',
  };
}
