import type { DevicePlan } from '../../../contract/device.ts';
import type { FarSide, FarSideOf, FarSides } from '../../../contract/far-side.ts';

/** A peer that knows no messages: all bytes are the application's. */
const PLAIN: FarSide = {
  fromDevice: [],
  repeated: [],
  sendsAtIntervals: false,
  toDevice: [],
  signOfLife: null,
  isInvolved: false,
  allowedCloses: [],
  traffic: { kind: 'echo' },
  frames: () => null,
  read: () => ({ held: new Uint8Array(0), take: (bytes) => (bytes.length === 0 ? [] : [{ kind: 'data', bytes }]) }),
};

/** @param farSideOf absent: every peer is plain */
export function farSidesOf(plan: DevicePlan, farSideOf: FarSideOf | undefined): FarSides {
  const farSides = new Map(
    farSideOf === undefined ? [] : plan.sockets.map((socket) => [socket.number, farSideOf(plan, socket)]),
  );
  return (socket) => farSides.get(socket) ?? PLAIN;
}
