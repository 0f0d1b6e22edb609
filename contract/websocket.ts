/** What a socket's WebSocket server (RFC 6455) asks of a client, and for how long it waits. */
export interface WebsocketPlan {
  readonly path: string;
  /** In the order of the spec; the firmware tells its application the index. Empty: none is chosen. */
  readonly subprotocols: readonly string[];
  /** Null: no Origin, or one whose host and port are the request's Host. */
  readonly origins: readonly string[] | null;
  readonly maxMessageBytes: number;
  /** A request waits in the receive buffer until it is complete: a longer one gets 431. */
  readonly maxRequestBytes: number;
  /** From the connection's begin to the end of the client's request. */
  readonly handshakeMs: number;
  /** From the begin of a close to its end. */
  readonly closeMs: number;
}
