/** Methods that say or look for something in the stream, which only the one who serves a socket has. */
import type { RuleFinding, SpecContext, SpecRule } from '../../contract/rule.ts';
import type { Spec } from '../../contract/spec.ts';
import { METHODS } from './registry.ts';

/**
 * Sockets that are only watched have none of these methods, and no other protocol than the stream's.
 *
 * @param isWatched whether the application serves the sockets of a spec
 */
export function streamRules(isWatched: (spec: Spec) => boolean): readonly SpecRule<SpecContext>[] {
  return [
    {
      id: 'watched/stream',
      needs: ['/mcu/platform'],
      check: (context) => (isWatched(context.spec) ? refused(context) : []),
    },
    {
      id: 'watched/protocol',
      needs: ['/mcu/platform', '/protocol', '/sockets/*/protocol'],
      check: ({ spec, given }) =>
        spec.sockets.flatMap(({ protocol }, index): readonly RuleFinding[] => {
          if (!isWatched(spec) || protocol === null || protocol === 'stream') return [];
          const own = `/sockets/${index}/protocol`;
          const message = `Found "${protocol}". ${WHY} Allowed: "stream", or no such key.`;
          return [{ pointer: given(own) ? own : '/protocol', message }];
        }),
    },
  ];
}

const WHY =
  'With platform iolibrary your application serves the socket, and keepwire does not see its data. Platform iolibrary-owned has it.';

function refused({ spec, given, sound }: SpecContext): readonly RuleFinding[] {
  return METHODS.flatMap(({ spec: key, plan, needsStream }) => {
    if (key === undefined || key.within !== undefined || needsStream === undefined || plan === undefined) return [];
    return spec.sockets.flatMap((socket, index): readonly RuleFinding[] => {
      const own = `/sockets/${index}/${key.key}`;
      const pointer = given(own) ? own : `/${key.key}`;
      const value = (socket as Readonly<Record<string, unknown>>)[key.key] ?? null;
      if (value === null || !sound(pointer)) return [];
      const numbers = plan(value);
      const instead = numbers === null ? null : needsStream(numbers);
      if (instead === null) return [];
      return [{ pointer, message: `Found "${key.key}". ${WHY} Allowed: ${instead}.` }];
    });
  });
}
