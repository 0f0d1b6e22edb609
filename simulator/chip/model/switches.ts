/**
 * Behaviours of the chips that no source documents, one switch each. {@link DEFAULT_SWITCHES} holds the simulator's
 * assumptions. Firmware must work with every value of every switch.
 */
export interface ChipSwitches {
  /** From a command's byte in Sn_CR until the chip has accepted it and Sn_CR reads 0; nanoseconds. Not documented. */
  readonly commandNs: number;
  /** From MR.RST = 1 until the registers hold their reset values and MR reads 0; nanoseconds. Not documented. */
  readonly softResetNs: number;
  /** W5500, MISO during a frame's header: all zero, or the bytes 1, 2, 3 that logic analysers have shown. */
  readonly headerMiso: 'zero' | 'counting';
  /** TX and RX pointers that OPEN sets: W5200 random and W5500 zero (`by-chip`), random on both, or this value. */
  readonly initialPointers: 'by-chip' | 'random' | number;
  /** Initial sequence number of every connection: random from the seed, or this value. */
  readonly initialSequence: 'random' | number;
  /** Which data exchange since ESTABLISHED lets SEND_KEEP work: any (W5500 datasheet), or sent data (WIZnet's staff). */
  readonly keepaliveNeeds: 'sent-or-received' | 'sent';
  /** SEND_KEEP before that exchange: nothing leaves the chip, or a probe does. */
  readonly keepaliveBeforeData: 'nothing' | 'probe';
  /** The probe's one octet: this value, or the last octet that the connection sent (0 if none). */
  readonly probeOctet: number | 'last-sent';
  /** SEND_KEEP while an earlier probe is unanswered: no effect, or the retries restart. */
  readonly sendKeepWhileProbing: 'ignored' | 'restarts';
  /** SEND while a probe is unanswered: the probe's retries go on beside those of the data, or only the data's remain. */
  readonly sendWhileProbing: 'continues' | 'restarts';
  /** W5500 automatic keepalive: failed probes follow RTR and RCR, or are repeated every Sn_KPALVTR period. */
  readonly autoKeepaliveRetries: 'rtr-rcr' | 'period';
  /** W5500 automatic keepalive: whether ordinary traffic restarts the period. */
  readonly autoKeepaliveRestartsOnTraffic: boolean;
  /** Retransmissions before the final timeout: RCR (RCR + 1 waits, the published example), or one more. */
  readonly retransmissions: 'rcr' | 'rcr-plus-one';
  /** Whether a change of RTR and RCR reaches open sockets at their next wait, or is latched at OPEN. */
  readonly retransmissionLatch: 'each-wait' | 'open';
  /** SEND of more than the peer's window: continues until all is acknowledged, or ends with the part that fits. */
  readonly partialSend: 'whole' | 'peer-window';
  /** SEND without data: SENDOK at once, or no effect. */
  readonly emptySend: 'sendok' | 'nothing';
  /** Whether an answered SEND_KEEP raises Sn_IR.SENDOK as an acknowledged SEND does. */
  readonly sendKeepSendok: boolean;
  /** From the acceptance of CLOSE until Sn_SR reads CLOSED; nanoseconds. */
  readonly closeNs: number;
  /** Whether a RST that closes a connection raises Sn_IR.DISCON. */
  readonly disconOnRst: boolean;
  /** RST while in SYNRECV: CLOSED as in every connected state, or back to LISTEN as RFC 9293 has it. */
  readonly synrecvRst: 'closed' | 'listen';
  /** RST inside the window but not at RCV.NXT: answered with an ACK (RFC 9293 section 3.10.7.4), or closes as well. */
  readonly rstInWindow: 'challenged' | 'closes';
  /** A segment without SYN, ACK and RST for LISTEN: dropped (RFC 9293 section 3.10.7.2), or answered with a RST. */
  readonly strayAtListen: 'dropped' | 'reset';
  /** TCP from addresses that no host can have: dropped (RFC 1122 section 4.2.3.10), or taken as any other. */
  readonly impossibleSources: 'dropped' | 'taken';
  /** Between probes of a closed window: the waits double (RFC 9293 section 3.8.6.1), or each is RTR. */
  readonly windowProbes: 'back-off' | 'every-rtr';
  /** Bits masked by Sn_IMR: set in Sn_IR but not visible in SIR and at the pin, or not set at all. */
  readonly maskedSnIr: 'latches' | 'not-set';
  /** Whether Sn_IR.RECV is raised again by a RECV command that leaves bytes waiting. */
  readonly recvAgain: boolean;
  /** Received bytes when the socket goes to CLOSED: Sn_RX_RSR drops to 0, or stays. */
  readonly rxAfterClosed: 'lost' | 'kept';
  /** In FIN_WAIT, the FIN is acknowledged, but the peer's FIN does not come: TIMEOUT after TCP_TO, or no timeout. */
  readonly finWait: 'times-out' | 'waits';
  /** A datagram for a UDP port that no socket has open: ICMP port unreachable (RFC 1122 section 4.1.3.1), or nothing. */
  readonly closedUdpPort: 'unreachable' | 'silent';
  /** How long TIME_WAIT lasts; nanoseconds. */
  readonly timeWaitNs: number;
}

export const DEFAULT_SWITCHES: ChipSwitches = {
  /** Long enough that a host at 18 MHz that reads Sn_CR at once still sees the command. */
  commandNs: 3_000,
  softResetNs: 10_000,
  headerMiso: 'zero',
  initialPointers: 'by-chip',
  initialSequence: 'random',
  keepaliveNeeds: 'sent-or-received',
  keepaliveBeforeData: 'nothing',
  probeOctet: 0x00,
  sendKeepWhileProbing: 'ignored',
  sendWhileProbing: 'continues',
  autoKeepaliveRetries: 'rtr-rcr',
  autoKeepaliveRestartsOnTraffic: true,
  retransmissions: 'rcr',
  retransmissionLatch: 'each-wait',
  partialSend: 'whole',
  emptySend: 'sendok',
  sendKeepSendok: false,
  closeNs: 0,
  disconOnRst: false,
  synrecvRst: 'closed',
  rstInWindow: 'challenged',
  strayAtListen: 'dropped',
  impossibleSources: 'dropped',
  windowProbes: 'back-off',
  maskedSnIr: 'latches',
  recvAgain: false,
  rxAfterClosed: 'lost',
  finWait: 'times-out',
  closedUdpPort: 'unreachable',
  timeWaitNs: 200_000_000,
};
