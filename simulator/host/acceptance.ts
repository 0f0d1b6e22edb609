import { type Seq, seqAdd, seqWithin } from '../net/seq.ts';
import { sequenceLength, type TcpSegment } from '../net/tcp.ts';

/**
 * Whether a segment holds anything that lies in the receive window: the four cases of RFC 9293 section 3.10.7.4, first
 * check. A keepalive probe (SEG.SEQ = RCV.NXT − 1 with no more than one byte) does not, and is therefore answered.
 */
export function isAcceptable(segment: TcpSegment, rcvNxt: Seq, rcvWnd: number): boolean {
  const length = sequenceLength(segment);
  if (length === 0) return rcvWnd === 0 ? segment.seq === rcvNxt : seqWithin(segment.seq, rcvNxt, rcvWnd);
  if (rcvWnd === 0) return false;
  const last = seqAdd(segment.seq, length - 1);
  return seqWithin(segment.seq, rcvNxt, rcvWnd) || seqWithin(last, rcvNxt, rcvWnd);
}
