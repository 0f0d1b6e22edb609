import { ask } from './ask/index.ts';
import { goodbye } from './goodbye/index.ts';
import { handshake } from './handshake/index.ts';
import { health } from './health/index.ts';
import { heartbeat } from './heartbeat/index.ts';
import { idle } from './idle/index.ts';
import { link } from './link/index.ts';
import type { Method } from './method.ts';
import { ping } from './ping/index.ts';
import { primer } from './primer/index.ts';
import { probe } from './probe/index.ts';
import { sendTimeout } from './send-timeout/index.ts';
import { tcp } from './tcp/index.ts';

/** Every method. This is the only list of them: whatever handles methods loops over it. */
export const METHODS: readonly Method[] = [
  probe,
  tcp,
  handshake,
  primer,
  idle,
  heartbeat,
  ask,
  ping,
  goodbye,
  sendTimeout,
  link,
  health,
];
