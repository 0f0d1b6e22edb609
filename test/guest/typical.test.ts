/** What `explain` calls typical where a project calls the loop seldom; in the sweeps everything at more moments. */
import { typical } from './typical-suite.ts';

typical('custom', {
  ...{ everyMs: 970, moments: 4 },
  cases: ['FIN', 'chip check', 'probe that is answered by RST', 'idle limit', 'goodbye', 'link'],
});
typical('hal', {
  everyMs: 230,
  moments: 4,
  cases: ['chip check of eight sockets', 'question', 'send timeout', 'ping'],
});
