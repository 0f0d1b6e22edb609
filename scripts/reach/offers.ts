import type { Need } from './needs.ts';

/**
 * The needs that keepwire meets where it serves the sockets, each with the test that shows it. Nothing counts that has
 * none.
 */
export const OFFERS: Readonly<Partial<Record<Need, string>>> = {
  noReset: 'test/whole/no-reset-pin.test.ts',
  // The application's own sockets beside keepwire's, with its own driver: a DHCP client, and UDP.
  addresses: 'test/guest/beside.test.ts',
  udpBeside: 'test/guest/beside.test.ts',
  // Platform hal; LL, and SPL and registers of other families, by platform custom.
  hal: 'test/guest/scenarios.test.ts',
  family: 'test/guest/scenarios.test.ts',
  spi3: 'test/guest/spec.test.ts',
  // One task polls, at its own pace.
  rtos: 'test/guest/time.test.ts',
  sharedBus: 'test/guest/port.test.ts',
};
