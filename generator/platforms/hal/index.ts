import type { BoardPlan } from '../../../contract/board.ts';
import { type GuestPlan, guestRows, projectNames, projectNamesOf } from '../guest/names.ts';
import { appStep, BESIDE_NOTE, guestView, loopStep } from '../guest/view.ts';
import type { Platform } from '../platform.ts';
import { limitView, stuckMs } from './limit.ts';
import { halPin, handleOf, isPin } from './pins.ts';
import { halRules } from './rules.ts';

/** Joins a project on ST's HAL, of any family: it calls a handle and pins that the project has set up. */
export const hal: Platform = {
  name: 'hal',
  about:
    "for a project with ST's HAL (STM32CubeMX) on any STM32 family; wiring names the SPI handle and the pins; mcu.part and mcu.clock describe only the simulated board",
  isGuest: true,
  sharesChip: true,
  rules: halRules,
  plan: (_part, _board, wiring): GuestPlan => ({
    name: 'hal',
    library: null,
    names: { ...projectNames(wiring), spi: handleOf(wiring.spi) },
  }),
  files: () => [
    { path: 'kw_port.h', template: 'platforms/guest/kw_port.h' },
    { path: 'kw_port.c', template: 'platforms/hal/kw_port.c' },
  ],
  cmake: 'platforms/guest/CMakeLists.txt',
  readme: 'platforms/guest/README.md',
  views: (board) => [guestView(board), halView(board)],
  explain: guestRows,
  stuckMs,
  startupIsUsers: true,
  bench: { start: 'platforms/hal/bench.c', headers: { 'main.h': 'platforms/hal/bench-main.h' }, port: 'runs' },
  vendor: null,
};

function halView(board: BoardPlan) {
  const { spi, cs, reset, interrupt, sharedBus } = projectNamesOf(board);
  return {
    portIsYours: false,
    portAbout: 'calls of HAL',
    feedExample: 'HAL_IWDG_Refresh(&hiwdg)',
    cubeTarget: 'stm32cubemx',
    yourFiles: '`app.c`, `.gitattributes`',
    joining: joining(spi),
    guestNotes: [sharedBus ? SHARED_NOTE : SETTINGS_NOTE, TICK_NOTE, BESIDE_NOTE],
    handle: spi,
    ...pinTexts('cs', cs),
    ...pinTexts('reset', reset),
    ...pinTexts('interrupt', interrupt),
    ...benchView([cs, reset, interrupt]),
    ...limitView(board),
  };
}

function pinTexts(role: 'cs' | 'reset' | 'interrupt', name: string | null) {
  const { port, pin } = name === null ? { port: '', pin: '' } : halPin(name);
  return { [`${role}Gpio`]: port, [`${role}Mask`]: pin, [`${role}Arguments`]: `${port}, ${pin}` };
}

/** For what stands in for HAL in the simulator: all ports and pins, and a pin of its own for each label. */
function benchView(names: readonly (string | null)[]) {
  const labels = names.flatMap((name) => (name === null || isPin(name) ? [] : [name]));
  return {
    benchPorts: [...'ABCDEFGHIJK'].map((port, number) => ({ name: `GPIO${port}`, number })),
    benchPins: Array.from({ length: 16 }, (_, number) => ({ name: `GPIO_PIN_${number}`, number })),
    benchLabels: labels.map((name, number) => ({ ...halPin(name), number })),
  };
}

function joining(handle: string): readonly string[] {
  return [
    "1. Add the folder's `.c` files to your build, and the folder to its include path. `main.h` of your project is on it already.",
    `2. Call \`kw_loop_init\` once, after \`MX_GPIO_Init()\` and \`MX_${handle.replace(/^h/, '').toUpperCase()}_Init()\`: in CubeMX's \`main.c\` in \`USER CODE BEGIN 2\`.`,
    loopStep(3),
    appStep(4),
  ];
}

const SETTINGS_NOTE =
  '`kw_port.c` sets mode, word size and bit order of the SPI itself, whatever CubeMX was told; clock, pins and rate are yours.';
const SHARED_NOTE =
  '`kw_port.c` leaves mode, word size and bit order of the SPI alone, because other devices use it: `kw_port_lock` must leave it in mode 0 or 3, with 8 bits, MSB first.';
const TICK_NOTE =
  'HAL counts its limits with `HAL_GetTick`. Call nothing of this folder with interrupts off or from an interrupt.';
