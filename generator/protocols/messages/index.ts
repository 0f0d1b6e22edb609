import type { Protocol } from '../protocol.ts';
import { MessageReader } from './reader.ts';

/** The methods' messages stand among the application's bytes, and are found by what they are. */
export const messages: Protocol = {
  name: 'messages',
  read: (sought) => new MessageReader(sought),
};
