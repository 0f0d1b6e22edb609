import type { SocketSpec } from '../../../contract/spec.ts';
import { messageBytes } from '../../protocols/messages/message.ts';
import type { Method } from '../method.ts';
import { primerFirmware } from './firmware.ts';
import type { PrimerPlan } from './plan.ts';
import { primerSamples } from './samples.ts';
import { primerSchema } from './schema.ts';

/** A message when a connection is made, so that probing can begin. */
export const primer: Method<NonNullable<SocketSpec['primer']>, PrimerPlan> = {
  name: 'primer',
  spec: { key: 'primer', scope: 'socket', schema: primerSchema },
  isOffered: ({ protocol }) => protocol !== 'websocket',
  samples: primerSamples,
  messages: [
    { name: 'primer', path: '', inSpec: (value) => value, inPlan: (bytes) => bytes, isSaid: true, isOnce: true },
  ],
  plan: messageBytes,
  needsStream: () => 'null, or no such key',
  remedies: { primer: [0] },
  sends: () => ({ key: 'primer', firstAfterMs: 0 }),
  firmware: primerFirmware,
};
