/** What firmware and simulator agree on by name and number. */

/** Reasons for a connection's end as the firmware reports them; the C enumerators count from 1 in this order. */
export const END_REASONS = [
  'peer-closed',
  'reset',
  'probe-timeout',
  'send-timeout',
  'idle',
  'heartbeat-missed',
  'no-answer',
  'goodbye',
  'link-down',
  'chip-fault',
  'local-stop',
] as const;

export type EndReason = (typeof END_REASONS)[number];
