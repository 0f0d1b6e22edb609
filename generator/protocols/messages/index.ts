import type { Protocol } from '../protocol.ts';
import { messagesFirmware } from './firmware.ts';

/** Messages of the spec are found in what is received; the rest goes to the application. */
export const messages: Protocol = {
  name: 'messages',
  about: 'messages that other keys look for are found first, and the rest goes to the application',
  findsMessages: true,
  deliver: 'protocols/messages/deliver',
  firmware: ({ sockets }, wanted) => messagesFirmware(wanted, sockets),
};
