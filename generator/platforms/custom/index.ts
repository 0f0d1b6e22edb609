import { type GuestPlan, guestRows, projectNames } from '../guest/names.ts';
import { followRule, millisRule, ownersRule } from '../guest/rules.ts';
import { appStep, BESIDE_NOTE, guestView, loopStep } from '../guest/view.ts';
import type { Platform } from '../platform.ts';

/** Any board and any library: the functions that reach the chip are the user's. */
export const custom: Platform = {
  name: 'custom',
  about:
    'for any other board and library; you write the functions of kw_port.h in kw_port.c; mcu.part and mcu.clock describe only the simulated board',
  isGuest: true,
  sharesChip: true,
  rules: [
    millisRule('custom', 'project'),
    ownersRule('custom', "the board is your project's", ['trace']),
    followRule('custom'),
  ],
  plan: (_part, _board, wiring): GuestPlan => ({ name: 'custom', library: null, names: projectNames(wiring) }),
  files: () => [
    { path: 'kw_port.h', template: 'platforms/guest/kw_port.h' },
    { path: 'kw_port.c', template: 'platforms/custom/kw_port.c', replaced: true, owner: 'user' },
  ],
  cmake: 'platforms/guest/CMakeLists.txt',
  readme: 'platforms/guest/README.md',
  views: (board) => [guestView(board), customView()],
  explain: guestRows,
  startupIsUsers: true,
  bench: { start: 'platforms/guest/bench.c', port: 'replaced' },
  vendor: null,
};

function customView() {
  return {
    portIsYours: true,
    portAbout: '',
    feedExample: "a call of your platform's",
    cubeTarget: '',
    yourFiles: '`app.c`, `kw_port.c`, `.gitattributes`',
    joining: [
      '1. Write the functions of `kw_port.c`; `kw_port.h` says what each must do.',
      "2. Add the folder's `.c` files to your build, and the folder to its include path.",
      '3. After your clock and pins are set up, call `kw_loop_init` once.',
      loopStep(4),
      appStep(5),
    ],
    guestNotes: [BESIDE_NOTE],
  };
}
