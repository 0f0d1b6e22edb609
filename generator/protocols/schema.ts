import type { SchemaNode } from '../../document/shape/schema.ts';
import type { Protocol } from './protocol.ts';
import { PROTOCOLS } from './registry.ts';

const about = PROTOCOLS.map(({ name, about: does }: Protocol) => `${name}: ${does}.`).toReversed();

const protocolSchema = {
  title: 'Protocol',
  description: `What the firmware does with received data. ${about.join(' ')} null: keepwire chooses: messages if a key of the socket has a message to find, otherwise stream.`,
  enum: [...PROTOCOLS.map(({ name }) => name).toReversed(), null],
  examples: ['stream'],
} satisfies SchemaNode;

/** The key `protocol`, of the top level and of each socket's entry. */
export const PROTOCOL_KEY = {
  key: 'protocol',
  scope: 'socket',
  schema: protocolSchema,
  socketDescription: 'As at the top level, for these sockets.',
} as const;
