import type { MethodRule } from '../method.ts';

export const heartbeatRules: readonly MethodRule[] = [
  {
    id: 'heartbeat/some',
    needs: [],
    check: ({ spec, given, sound }) => {
      const own = spec.sockets.map((socket, index) => ({ at: `/sockets/${index}/heartbeat`, value: socket.heartbeat }));
      return [{ at: '/heartbeat', value: spec.heartbeat }, ...own].flatMap(({ at: pointer, value }) =>
        value !== null && given(pointer) && sound(pointer) && value.send === null && value.expect === null
          ? [{ pointer, message: 'Found neither "send" nor "expect". Needed: one of them, or both.' }]
          : [],
      );
    },
  },
];
