import type { BoardPlan } from '../../../contract/board.ts';
import { type GuestPlan, projectNames, projectNamesOf } from '../guest/names.ts';
import { appStep, guestView, loopStep } from '../guest/view.ts';
import { IOLIBRARY } from '../iolibrary/vendor.ts';
import type { Platform, PlatformRows } from '../platform.ts';
import { ownedRules } from './rules.ts';

/** Serves some sockets of a chip that an application drives through WIZnet's ioLibrary; the others stay its own. */
export const ioLibraryOwned: Platform = {
  name: 'iolibrary-owned',
  about:
    "serves the sockets of the spec through WIZnet's ioLibrary; your application uses the other sockets of the chip; mcu and wiring describe only the simulated board",
  isGuest: true,
  sharesChip: true,
  rules: ownedRules,
  plan: (_part, board, wiring): GuestPlan => ({
    name: 'iolibrary-owned',
    library: { name: 'iolibrary', defines: [`_WIZCHIP_=${board.chip.name}`] },
    names: projectNames(wiring),
  }),
  files: () => [
    { path: 'kw_port.h', template: 'platforms/iolibrary-owned/kw_port.h' },
    { path: 'kw_port.c', template: 'platforms/iolibrary-owned/kw_port.c' },
  ],
  cmake: 'platforms/guest/CMakeLists.txt',
  readme: 'platforms/guest/README.md',
  views: (board) => [guestView(board), ownedView(board)],
  explain: ownedRows,
  startupIsUsers: true,
  bench: { start: 'platforms/iolibrary-owned/bench.c', port: 'runs', needsVendor: true },
  vendor: IOLIBRARY,
};

function ownedView(board: BoardPlan) {
  const { interrupt, reset } = projectNamesOf(board);
  const pins = [...(reset === null ? [] : ['`kw_port_reset`']), ...(interrupt === null ? [] : ['`kw_port_interrupt`'])];
  return {
    boardPort: 'kw_board',
    portIsYours: false,
    portAbout: 'calls of ioLibrary',
    feedExample: "a call of your platform's",
    cubeTarget: '',
    yourFiles: '`app.c`, `.gitattributes`',
    joining: [
      `1. Add the folder's \`.c\` files to your build, and the folder to its include path. ioLibrary's folder \`Ethernet\` is there already. ioLibrary must be set to the chip: \`-D_WIZCHIP_=${board.chip.name}\`, or in \`wizchip_conf.h\`.`,
      `2. Define ${['`kw_port_ms`', ...pins].join(', ')} in your project, as \`kw_port.h\` describes.`,
      '3. Register your SPI functions with ioLibrary: `reg_wizchip_cs_cbfunc`, `reg_wizchip_spi_cbfunc` and `reg_wizchip_spiburst_cbfunc`; without the last one each byte is a call of its own. Then, before your application opens a socket, call `kw_loop_init` once. It resets the chip, and sets up addresses and buffers: `wizchip_init` and `wizchip_setnetinfo` are not needed.',
      loopStep(4),
      appStep(5),
      '6. Use your own sockets while `kw_loop_is_ready()` returns true. After a fault the chip is reset: your sockets read `SOCK_CLOSED` then, and you open them again.',
    ],
    guestNotes: [REGISTERS_NOTE, WAIT_NOTE, RESET_NOTE, TASKS_NOTE],
  };
}

const REGISTERS_NOTE =
  'Addresses, RTR, RCR, the socket interrupt mask and all buffer sizes are keepwire\'s: it sets them, and resets the chip when they change. Change addresses with `kw_loop_set_network` (`"network": { "source": "application" }`), also after DHCP.';
const WAIT_NOTE =
  'A call of ioLibrary that waits keeps `kw_loop_poll` from being called: `connect`, a blocking `send`, and `sendto`, with which `dhcp.c` waits 0.8 s at each new lease. Set `callEveryMs` to the longest wait, at most 1000.';
const RESET_NOTE =
  'Some functions of ioLibrary, as `socket`, wait for ever when the chip is reset while they run, by a brown-out for example. Only a watchdog ends such a wait: use the key `watchdog`.';
const TASKS_NOTE =
  'Call ioLibrary from the task of `kw_loop_poll` only. From another task a call could be under way when keepwire resets the chip, and would wait for ever.';

/** What `explain` says of the project's part. */
function ownedRows(board: BoardPlan): PlatformRows {
  const { interrupt, reset } = projectNamesOf(board);
  return {
    clock: [],
    spi: [['bus', "your ioLibrary's", 'one task uses it']],
    pins: [
      ['reset', reset === null ? 'none' : 'kw_port_reset', reset === null ? 'the chip is reset over SPI' : 'yours'],
      [
        'interrupt',
        interrupt === null ? 'none' : 'kw_port_interrupt',
        interrupt === null ? 'the chip is asked over SPI' : 'yours',
      ],
    ],
  };
}
