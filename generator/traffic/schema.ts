import type { SchemaNode } from '../../document/shape/schema.ts';

const trafficSchema = {
  title: 'Traffic',
  description:
    'What simulated peers and the command peer say to the application, and expect from it. echo: all data comes back, as app.c is written at first. none: they send what a scenario says, and no answer is judged. The firmware does not depend on it.',
  enum: ['echo', 'none'],
  examples: ['echo', 'none'],
} satisfies SchemaNode;

/** The key `traffic`, of the top level and of each socket's entry. */
export const TRAFFIC_KEY = {
  key: 'traffic',
  scope: 'socket',
  schema: trafficSchema,
  default: 'echo',
  socketDescription: 'As at the top level, for these sockets.',
} as const;
