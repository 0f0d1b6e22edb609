/** A probe that no transmission of got through is not held against the firmware when its peer was alive all the time. */
import { expect, test } from 'vitest';
import { BRISK, built } from './firmware.ts';
import { play, scenario } from './play.ts';

test('the cable is mended, and the peer fails, while the chip still repeats a probe', async () => {
  const sockets = [{ port: 5000, count: 2 }];
  const periods = { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 };
  const firmware = await built({
    ...BRISK,
    chip: 'W5500',
    keepalive: periods,
    retransmission: { timeoutMs: 400, count: 3 },
    sockets,
  });
  const steps = [
    { do: 'connect', peer: 'client' },
    { do: 'send', peer: 'client', text: 'hello' },
    { do: 'expect-echo', peer: 'client' },
    { do: 'wait', for: { ms: 50 } }, // the echo is acknowledged
    { do: 'cut', at: 'device' },
    { do: 'wait', for: { ms: 6300 } },
    { do: 'mend', at: 'device' },
    { do: 'power-off', peer: 'client' },
    { do: 'connect', peer: 'next' },
    { do: 'send', peer: 'next', text: 'hello' },
    { do: 'expect-echo', peer: 'next' },
  ];
  const peers = [{ name: 'client' }, { name: 'next' }];
  const { verdict, reasons, timeline } = play(firmware, scenario(steps, { peers, expect: { alive: ['next'] } }));
  expect(timeline.some((event) => event.kind === 'command' && event.command === 'SEND_KEEP')).toBe(true);
  expect(verdict, reasons.join('\n')).toBe('pass');
});
