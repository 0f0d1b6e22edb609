import type { SchemaNode } from '../../../document/shape/schema.ts';

/** Of a client's Sec-WebSocket-Protocol: the firmware keeps so many bytes of a header's value. */
export const MOST_OFFER_BYTES = 128;

const PROPERTIES: Readonly<Record<string, SchemaNode>> = {
  path: {
    title: 'Path',
    description: 'Path of the WebSocket URL, without a query. Requests for other paths get 404.',
    type: 'string',
    pattern: '^/[!$->@-\\[\\]-~]{0,63}$',
    patternErrorMessage: 'a slash, then up to 63 visible ASCII characters without quotes, backslashes, "?" and "#"',
    default: '/',
    examples: ['/ws'],
  },
  subprotocols: {
    title: 'Subprotocols',
    description: `Subprotocols that the application speaks, joined with ", " at most ${MOST_OFFER_BYTES} bytes. The device selects the first subprotocol of the client's list that is also in this list. A client whose list is longer than ${MOST_OFFER_BYTES} bytes gets 431.`,
    type: 'array',
    maxItems: 8,
    default: [],
    examples: [['keepwire.v1']],
    items: {
      title: 'Subprotocol',
      description: 'A token of RFC 9110.',
      type: 'string',
      pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$",
      patternErrorMessage: "a token: 1 to 64 letters, digits and !#$%&'*+-.^_`|~",
      examples: ['keepwire.v1'],
    },
  },
  origins: {
    title: 'Origins',
    description:
      'Origins of the pages whose scripts may connect; others get 403. Clients that send no Origin header (not browsers) are always accepted. null: only pages of the device itself are accepted (Origin equal to http:// and the Host of the request). This does not stop DNS rebinding: if users browse the web from the same network, list the origins of your pages.',
    type: ['array', 'null'],
    minItems: 1,
    maxItems: 8,
    default: null,
    examples: [['http://192.168.1.20']],
    items: {
      title: 'Origin',
      description: 'Scheme, host in lower case, and the port where it is not the usual one.',
      type: 'string',
      pattern: '^[a-z][a-z0-9+.-]{0,15}://[a-z0-9.:\\[\\]_-]{1,80}$',
      patternErrorMessage: 'a scheme, "://" and a host in lower case with its port, without a slash at the end',
      examples: ['http://192.168.1.20'],
    },
  },
  maxMessageBytes: {
    title: 'Longest message, in bytes',
    description: 'Longest message of a client, over all of its fragments. Longer ones close the WebSocket with 1009.',
    type: 'integer',
    minimum: 1,
    maximum: 65535,
    default: 1024,
    examples: [1024],
  },
  handshakeS: {
    title: 'Time for the handshake, in seconds',
    description:
      "Time limit for the client's HTTP request, in seconds. If the request is not complete by then, the connection is closed.",
    type: 'number',
    minimum: 0.1,
    maximum: 3600,
    default: 5,
    examples: [5],
  },
  page: {
    title: 'Page',
    description:
      'Path of a file, relative to the folder of the spec. GET / on the same port gets it. It is embedded in the firmware as gzip, at most 32 KiB. One socket of the entry is then kept for the page, so "count" must be at least 2. null: GET / gets 404.',
    type: ['string', 'null'],
    pattern: '^[^\\u0000-\\u001f\\u007f*]{1,200}$',
    patternErrorMessage: 'the name of a file, 1 to 200 characters without an asterisk',
    default: null,
    examples: ['index.html'],
  },
  closeS: {
    title: 'Time for the close, in seconds',
    description:
      'Time limit for the WebSocket close handshake, in seconds. When it has passed, the firmware closes the TCP connection.',
    type: 'number',
    minimum: 0.1,
    maximum: 3600,
    default: 2,
    examples: [2],
  },
};

/** For a socket without the key. */
export const WEBSOCKET_DEFAULTS: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(PROPERTIES).map(([key, node]) => [key, node.default]),
);

/**
 * The key `websocket`, of the top level and of each socket's entry.
 *
 * @param more keys that methods add to it
 */
export function websocketKey(more: Readonly<Record<string, SchemaNode>>) {
  return {
    key: 'websocket',
    scope: 'socket',
    schema: {
      title: 'WebSocket server',
      description: 'For sockets with "protocol": "websocket" (RFC 6455). null: all its defaults.',
      type: ['object', 'null'],
      additionalProperties: false,
      examples: [{ path: '/ws', maxMessageBytes: 1024 }],
      properties: { ...PROPERTIES, ...more },
    },
    socketDescription: 'As at the top level, for these sockets.',
  } as const;
}
