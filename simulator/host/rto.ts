import type { Nanos } from '../clock.ts';
import type { TcpConfig } from './config.ts';

/** The retransmission timeout and the measurements behind it (RFC 6298 section 2). */
export interface Rto {
  readonly timeoutNs: Nanos;
  /** Smoothed round trip and its variation; null before the first measurement. */
  readonly measured: null | { readonly srttNs: Nanos; readonly rttvarNs: Nanos };
}

/** RFC 6298 section 5.7: the timeout after a retransmitted SYN. */
const AFTER_LOST_SYN_NS: Nanos = 3_000_000_000;

export function initialRto(config: TcpConfig): Rto {
  return { timeoutNs: config.initialRtoNs, measured: null };
}

/** Adds one measured round trip. The clock's granularity G is one nanosecond and has no effect. */
export function sampled(rto: Rto, roundTripNs: Nanos, config: TcpConfig): Rto {
  const { srttNs, rttvarNs } = smoothed(rto, roundTripNs);
  const wantedNs = Math.round(srttNs + 4 * rttvarNs);
  const timeoutNs = Math.min(config.maxRtoNs, Math.max(config.minRtoNs, wantedNs));
  return { timeoutNs, measured: { srttNs, rttvarNs } };
}

function smoothed({ measured }: Rto, roundTripNs: Nanos): { srttNs: Nanos; rttvarNs: Nanos } {
  if (measured === null) return { srttNs: roundTripNs, rttvarNs: roundTripNs / 2 };
  return {
    rttvarNs: 0.75 * measured.rttvarNs + 0.25 * Math.abs(measured.srttNs - roundTripNs),
    srttNs: 0.875 * measured.srttNs + 0.125 * roundTripNs,
  };
}

export function backedOff(rto: Rto, config: TcpConfig): Rto {
  return { ...rto, timeoutNs: Math.min(config.maxRtoNs, rto.timeoutNs * 2) };
}

export function afterLostSyn(rto: Rto): Rto {
  return { ...rto, timeoutNs: Math.max(rto.timeoutNs, AFTER_LOST_SYN_NS) };
}
