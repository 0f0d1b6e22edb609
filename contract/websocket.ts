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
  /** What GET / gets; null: 404. */
  readonly page: PagePlan | null;
  /**
   * The last socket of a port with a page: while all others of the port are taken, whichever is free serves only the
   * page. So this one has no WebSocket of its own to count on.
   */
  readonly keptForPage: boolean;
}

/** What a WebSocket server must not send, by the names of violations. */
export const WEBSOCKET_RULES = [
  'websocket/close',
  'websocket/control',
  'websocket/fragments',
  'websocket/handshake',
  'websocket/length',
  'websocket/mask',
  'websocket/opcode',
  'websocket/pong',
  'websocket/reserved',
  'websocket/utf-8',
] as const;

export type WebsocketRule = (typeof WEBSOCKET_RULES)[number];

/** A page that the firmware holds. */
export interface PagePlan {
  /** As the spec names it. */
  readonly file: string;
  readonly contentType: string;
  /** Of the file. */
  readonly bytes: number;
  /** Of what is embedded: the file as gzip. */
  readonly embeddedBytes: number;
  /** CRC-32 and size of the file, in hexadecimal digits. */
  readonly etag: string;
  /** The file as gzip, in base64. */
  readonly gzip: string;
}
