import type { FailureCause } from '../scenario/record/connection-record.ts';

const WORDS: Readonly<Record<Exclude<FailureCause, `said ${string}`>, string>> = {
  cut: 'cable cut',
  'power-off': 'power off',
  boot: 'rebooted',
  close: 'closed its side',
  abort: 'reset by the peer',
  nat: 'NAT entry expired',
  'chip-fault': 'chip fault',
  'device-reset': 'device reset',
  hang: 'application hung',
  window: 'stopped reading, window closed',
  'websocket-close': 'began the close of its WebSocket',
  protocol: 'broke the protocol',
  drip: 'began to send its request byte by byte',
};

/** What ended the peer's side of a connection, in a few words. */
export function causeText(cause: FailureCause): string {
  return cause in WORDS ? WORDS[cause as keyof typeof WORDS] : cause;
}
