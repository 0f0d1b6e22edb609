import type { WebsocketPlan } from '../../../contract/websocket.ts';
import { NS_PER_MS } from '../../../values/time.ts';
import type { Method } from '../method.ts';
import { detects, typicalWaits, worstPoll } from '../terms.ts';

/** The limit for the opening handshake of a WebSocket (RFC 6455 section 4), which no spec can switch off. */
export const handshake: Method<never, WebsocketPlan> = {
  name: 'handshake',
  numbersIn: ({ websocket }) => websocket,
  failures: () => [
    { name: 'unfinished-handshake' },
    { name: 'tab-hung', kernel: 'alive', answersPings: true },
    { name: 'cut-in-message', kernel: 'gone', isWithinMessage: true },
  ],
  detection: ({ name }, { handshakeMs }, { loop }) => {
    if (name !== 'unfinished-handshake') return [];
    // A poll passes until the firmware knows of the connection, and one at the end.
    const poll = worstPoll(loop);
    const polls = { ...poll, times: 2, ms: 2 * poll.ms };
    const terms = [{ key: 'websocket.handshakeS', ms: handshakeMs }, polls];
    return [detects('handshake', 'no-handshake', terms, handshakeMs + typicalWaits(2, loop))];
  },
  // The answer to the client's request is data, and so the first probe can be sent.
  sends: () => ({ key: 'websocket', firstAfterMs: 0 }),
  allowedCloses: ({ handshakeMs }) => [
    {
      reason: 'no-handshake',
      isRight: ({ establishedNs, closedNs, pollNs }) => closedNs + pollNs - establishedNs >= handshakeMs * NS_PER_MS,
    },
  ],
  remarks: () => [{ key: 'websocket-data' }],
  words: {
    remarks: {
      'websocket-data': () =>
        'On a WebSocket, methods that wait for data count messages, not pings and pongs: a browser answers pings even while the script of its page hangs.',
    },
    names: { handshake: { text: 'handshake' } },
    failures: {
      'unfinished-handshake': {
        title: 'a client does not finish its handshake',
        how: 'websocket.handshakeS limits the time from the connection to the end of the request',
      },
      'tab-hung': {
        title: 'the script of a page hangs while its browser lives',
        how: 'the browser still answers pings and probes; the firmware detects that the script sends no message',
        whyNot: 'the browser answers pings and probes for its page, and no method waits for messages of the script',
      },
      'cut-in-message': {
        title: 'a client is cut off before the last fragment of its message',
        how: 'if the device answers each fragment, it has begun a message itself and can send no other message within it; pings and probes can be sent',
      },
    },
  },
};
