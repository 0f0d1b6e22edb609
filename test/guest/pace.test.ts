/** Bounds at the pace at which a project calls the loop, at a few moments of death; in the sweeps all methods at more. */
import { pace } from './pace-suite.ts';

pace('custom', { everyMs: 1000, phases: 2, used: 0.65 });
pace('custom', { everyMs: 100, phases: 1, used: 0.8, methods: ['probe', 'idle limit'], irregular: true });
pace('hal', { everyMs: 10, phases: 1, used: 0.8, methods: ['probe on eight sockets'] });
