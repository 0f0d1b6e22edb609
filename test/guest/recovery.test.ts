/** Random faults in a project that calls the loop as seldom as it may: the recovery bound holds, also for a client. */
import { test } from 'vitest';
import { built } from '../whole/firmware.ts';
import { recovers } from '../whole/recovers.ts';
import { seeds } from '../whole/share.ts';
import { guest } from './specs.ts';

const SPEC = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 }, health: { everyS: 2 } };
const CLIENT = { role: 'client', server: { ip: '192.168.1.10', port: 7000 } };

test.each([
  ['hal', { ...guest('hal'), callEveryMs: 1000, sockets: [{ port: 5000, count: 2 }] }],
  ['hal, a client without a reset pin', { ...guest('hal', { reset: null }), callEveryMs: 1000, sockets: [CLIENT] }],
  ['custom', { ...guest('custom'), callEveryMs: 100, sockets: [{ port: 5000, count: 8, rxKiB: 1, txKiB: 1 }] }],
] as const)('%s', async (_name, project) => {
  const spec = { ...SPEC, ...project };
  recovers(await built(spec), seeds(2, 300), JSON.stringify(spec));
});
