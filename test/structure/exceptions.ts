/** What breaks the rules today. Each entry must still be true, so that these lists only become shorter. */

/** Imports that the table does not allow, as `folder -> folder`. */
export const ARROWS: readonly string[] = [
  'generator/input -> generator/explain',
  'generator/input -> generator/plan',
  'generator/toolchain -> simulator/engine',
  'live -> generator/cli',
  'live -> generator/emit',
  'peer -> generator/cli',
  'peer -> generator/emit',
  'peer -> live',
  'simulator/clock -> simulator/net',
  'simulator/scenario -> simulator/verdict',
];

/** Files that import themselves through others. */
export const FILES_IN_CYCLES: readonly string[] = [
  'generator/cli/cli-error.ts',
  'generator/cli/commands.ts',
  'generator/cli/io.ts',
  'generator/cli/simulate/arm.ts',
  'generator/cli/simulate/engine.ts',
  'generator/solve/impossible.ts',
  'generator/solve/reasons.ts',
  'simulator/chip/arp-client.ts',
  'simulator/chip/core.ts',
  'simulator/chip/keepalive.ts',
  'simulator/chip/network.ts',
  'simulator/chip/socket.ts',
  'simulator/chip/tcp/close.ts',
  'simulator/chip/tcp/connection.ts',
  'simulator/chip/tcp/handshake.ts',
  'simulator/chip/tcp/input.ts',
  'simulator/chip/tcp/output.ts',
  'simulator/chip/tcp/retransmit.ts',
  'simulator/host/connection-host.ts',
  'simulator/host/connection.ts',
  'simulator/mcu/peripherals.ts',
  'simulator/mcu/stm32f1.ts',
  'simulator/report/lines.ts',
  'simulator/report/probe-groups.ts',
  'simulator/scenario/hosts.ts',
  'simulator/scenario/stage.ts',
  'simulator/scenario/tell.ts',
  'simulator/scenario/wire.ts',
];

/** Browser-safe files that import a module of Node. */
export const NODE_IMPORTS: readonly string[] = ['simulator/engine/host/disk-cache.ts'];
