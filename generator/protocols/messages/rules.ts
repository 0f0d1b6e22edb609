import type { RuleFinding, SpecContext, SpecRule } from '../../../contract/rule.ts';
import { printed } from '../../../document/words/printed.ts';
import { holds, LONGEST_MESSAGE, type MessageSpec, messageBytes } from './message.ts';
import { type MessageKeyPlace, messageAt, pathOf } from './place.ts';

/** Rules for all messages that a spec may hold. */
export function messageRules(places: readonly MessageKeyPlace[]): readonly SpecRule<SpecContext>[] {
  const keys = [...new Set(places.map(({ key }) => `/${key}`))];
  const said = places.filter(({ place }) => place.isSaid);
  const sought = places.filter(({ place }) => place.isSought);
  const wrongMessages = (context: SpecContext): readonly RuleFinding[] =>
    givenMessages(context, places).flatMap(wrongMessage);
  return [
    { id: 'messages/one', needs: [], check: wrongMessages },
    {
      id: 'messages/told-apart',
      needs: [...keys, '/sockets'],
      check: (context) =>
        wrongMessages(context).length > 0 ? [] : [...ambiguous(context, sought), ...ambiguous(context, said)],
    },
  ];
}

interface GivenMessage {
  readonly pointer: string;
  readonly message: MessageSpec;
  readonly isOptional: boolean;
}

/** Every message that the user wrote, once. */
function givenMessages(
  { spec, given, sound }: SpecContext,
  places: readonly MessageKeyPlace[],
): readonly GivenMessage[] {
  const owners: readonly { readonly base: string; readonly owner: object }[] = [
    { base: '', owner: spec },
    ...spec.sockets.map((owner, index) => ({ base: `/sockets/${index}`, owner })),
  ];
  return owners.flatMap(({ base, owner }) =>
    places.flatMap((at): readonly GivenMessage[] => {
      const pointer = `${base}${pathOf(at)}`;
      const message = messageAt(owner, at);
      const isUsable =
        message !== null && given(pointer) && [pointer, `${pointer}/text`, `${pointer}/hex`].every(sound);
      return isUsable ? [{ pointer, message, isOptional: at.place.isOptional === true }] : [];
    }),
  );
}

function wrongMessage({ pointer, message, isOptional }: GivenMessage): readonly RuleFinding[] {
  const { text, hex } = message;
  if (text !== null && hex !== null)
    return [{ pointer, message: 'Found both "text" and "hex". Allowed: one of them.' }];
  if (text === null && hex === null) {
    return isOptional
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

/** If one message contains another, a receiver cannot tell which of the two has arrived or is arriving. */
function ambiguous(context: SpecContext, places: readonly MessageKeyPlace[]): readonly RuleFinding[] {
  return context.spec.sockets.flatMap((socket, index): readonly RuleFinding[] => {
    const messages = places.flatMap((at) => {
      const bytes = messageBytes(messageAt(socket, at));
      return bytes === null ? [] : [{ path: pathOf(at), bytes }];
    });
    const pair = messages.flatMap((one) =>
      messages.filter((other) => other !== one && holds(other.bytes, one.bytes)).map((other) => [one, other] as const),
    )[0];
    if (pair === undefined) return [];
    const [short, long] = pair;
    const own = `/sockets/${index}${long.path}`;
    const pointer = context.given(own) ? own : long.path;
    const message = `The message ${printed(new TextDecoder().decode(Uint8Array.from(long.bytes)))} contains the message of ${short.path}. No message may contain another one: the receiver could not tell which of them has come.`;
    return [{ pointer, message }];
  });
}
