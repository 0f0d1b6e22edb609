import type { Spec } from '../../../contract/spec.ts';
import { printed } from '../../../document/words/printed.ts';
import { LONGEST_MESSAGE, messageBytes } from '../../methods/message.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

type Message = { readonly text: string | null; readonly hex: string | null };
type Watching = Pick<Spec, 'primer' | 'heartbeat' | 'ask' | 'goodbye'>;

/** Where a message may stand below the top level or a socket's entry, and whether there may be none. */
const PLACES: readonly {
  readonly path: string;
  readonly of: (it: Watching) => Message | null;
  readonly optional?: true;
}[] = [
  { path: '/primer', of: ({ primer }) => primer },
  { path: '/heartbeat/send', of: ({ heartbeat }) => heartbeat?.send ?? null },
  { path: '/heartbeat/expect', of: ({ heartbeat }) => heartbeat?.expect ?? null, optional: true },
  { path: '/ask', of: ({ ask }) => ask },
  { path: '/ask/answer', of: ({ ask }) => ask?.answer ?? null },
  { path: '/goodbye', of: ({ goodbye }) => goodbye, optional: true },
];

/** The messages that a socket looks for in what it receives. */
const SOUGHT = ['/heartbeat/expect', '/ask/answer', '/goodbye'];
/** Those that it says, which the peer must tell apart. */
const SAID = ['/primer', '/heartbeat/send', '/ask', '/goodbye'];

interface Place {
  readonly pointer: string;
  readonly message: Message;
  readonly optional: boolean;
}

/** Every message that the user wrote, once. */
function placesOf({ spec, given, sound }: RuleContext): readonly Place[] {
  const owners = [
    { base: '', owner: spec as Watching },
    ...spec.sockets.map((owner, index) => ({ base: `/sockets/${index}`, owner })),
  ];
  return owners.flatMap(({ base, owner }) =>
    PLACES.flatMap(({ path, of, optional = false }): readonly Place[] => {
      const pointer = `${base}${path}`;
      const message = of(owner);
      const usable = message !== null && given(pointer) && [pointer, `${pointer}/text`, `${pointer}/hex`].every(sound);
      return usable ? [{ pointer, message, optional }] : [];
    }),
  );
}

function wrongMessage({ pointer, message, optional }: Place): readonly Finding[] {
  const { text, hex } = message;
  if (text !== null && hex !== null)
    return [{ pointer, message: 'Found both "text" and "hex". Allowed: one of them.' }];
  if (text === null && hex === null) {
    return optional
      ? []
      : [{ pointer, message: 'The message is missing. Needed: "text" or "hex", for example "text": "hello\\n".' }];
  }
  if (text !== null && /\p{Surrogate}/u.test(text)) {
    return [
      {
        pointer: `${pointer}/text`,
        message:
          'Found half a character (a lone surrogate), which UTF-8 cannot hold. Allowed: whole characters, or "hex".',
      },
    ];
  }
  const length = messageBytes(message)?.length ?? 0;
  if (length <= LONGEST_MESSAGE) return [];
  return [{ pointer: `${pointer}/text`, message: `Found ${length} bytes of UTF-8. Allowed: 1 to ${LONGEST_MESSAGE}.` }];
}

/** Where one message is within another, nobody could say which of them has come, or is coming. */
function ambiguous(context: RuleContext, paths: readonly string[]): readonly Finding[] {
  return context.spec.sockets.flatMap((socket, index): readonly Finding[] => {
    const sought = PLACES.filter(({ path }) => paths.includes(path)).flatMap(({ path, of }) => {
      const bytes = messageBytes(of(socket));
      return bytes === null ? [] : [{ path, bytes }];
    });
    const pair = sought.flatMap((one) =>
      sought.filter((other) => other !== one && holds(other.bytes, one.bytes)).map((other) => [one, other] as const),
    )[0];
    if (pair === undefined) return [];
    const [short, long] = pair;
    const own = `/sockets/${index}${long.path}`;
    const pointer = context.given(own) ? own : long.path;
    const message = `Found ${printed(new TextDecoder().decode(Uint8Array.from(long.bytes)))}, which holds the message of ${short.path}. Allowed: messages of which none is within another.`;
    return [{ pointer, message }];
  });
}

function holds(bytes: readonly number[], part: readonly number[]): boolean {
  return bytes.some((_, at) => part.every((byte, index) => bytes[at + index] === byte));
}

export const messageRules: readonly Rule[] = [
  { id: 'messages/one', needs: [], check: (context) => placesOf(context).flatMap(wrongMessage) },
  {
    id: 'messages/told-apart',
    needs: ['/primer', '/heartbeat', '/ask', '/goodbye', '/sockets'],
    check: (context) =>
      placesOf(context).flatMap(wrongMessage).length > 0
        ? []
        : once([...ambiguous(context, SOUGHT), ...ambiguous(context, SAID)]),
  },
  {
    id: 'heartbeat/some',
    needs: [],
    check: ({ spec, given, sound }) =>
      ownersOf(spec, 'heartbeat').flatMap(({ pointer, value }) =>
        value !== null && given(pointer) && sound(pointer) && value.send === null && value.expect === null
          ? [{ pointer, message: 'Found neither "send" nor "expect". Needed: one of them, or both.' }]
          : [],
      ),
  },
];

function once(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ pointer }, index) => findings.findIndex((other) => other.pointer === pointer) === index);
}

function ownersOf(spec: Spec, key: 'heartbeat') {
  const own = spec.sockets.map((socket, index) => ({ pointer: `/sockets/${index}/${key}`, value: socket[key] }));
  return [{ pointer: `/${key}`, value: spec[key] }, ...own];
}
