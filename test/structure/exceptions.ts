/** What breaks the rules today. Each entry must still be true, so that these lists only become shorter. */

/** Imports that the table does not allow, as `folder -> folder`. */
export const ARROWS: readonly string[] = ['generator/toolchain -> simulator/engine'];

/** Files that import themselves through others. */
export const FILES_IN_CYCLES: readonly string[] = [
  'generator/cli/cli-error.ts',
  'generator/cli/commands.ts',
  'generator/cli/io.ts',
  'generator/cli/simulate/arm.ts',
  'generator/cli/simulate/engine.ts',
  'simulator/chip/core/core.ts',
  'simulator/chip/core/network.ts',
  'simulator/chip/sockets/arp-client.ts',
  'simulator/chip/sockets/socket.ts',
  'simulator/chip/tcp/close.ts',
  'simulator/chip/tcp/connection.ts',
  'simulator/chip/tcp/handshake.ts',
  'simulator/chip/tcp/input.ts',
  'simulator/chip/tcp/keepalive.ts',
  'simulator/chip/tcp/output.ts',
  'simulator/chip/tcp/retransmit.ts',
];

/** Browser-safe files that import a module of Node. */
export const NODE_IMPORTS: readonly string[] = ['simulator/engine/host/disk-cache.ts'];
