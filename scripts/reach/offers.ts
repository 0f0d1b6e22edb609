import type { Need } from './needs.ts';

/**
 * The needs that keepwire meets where it serves the sockets, each with the test that shows it. Nothing counts that has
 * none. Addresses at run time do not count for projects with DHCP: its client needs a socket with UDP beside keepwire's.
 */
export const OFFERS: Readonly<Partial<Record<Need, string>>> = {
  noReset: 'test/whole/no-reset-pin.test.ts',
  // Platform hal; LL, and SPL and registers of other families, by platform custom.
  hal: 'test/guest/scenarios.test.ts',
  family: 'test/guest/scenarios.test.ts',
  spi3: 'test/guest/spec.test.ts',
  // One task polls, at its own pace.
  rtos: 'test/guest/time.test.ts',
  sharedBus: 'test/guest/port.test.ts',
};
