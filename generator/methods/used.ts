import type { DevicePlan, DeviceSocket } from '../../contract/device.ts';
import type { DeviceMessage, PeerMessage } from '../../contract/far-side.ts';
import type { MethodPlan } from '../../contract/promises.ts';
import type { MessagePlace } from '../protocols/messages/place.ts';
import type { FailureKind } from './failures.ts';
import type { Method, Sending, Situation } from './method.ts';
import { METHODS } from './registry.ts';

/** A method that a socket uses, with its numbers. */
export interface UsedMethod {
  readonly method: Method;
  readonly numbers: unknown;
}

/** Every method that a socket of a device uses. */
export function methodsOf(device: Pick<DevicePlan, 'watch'>, socket: DeviceSocket): readonly UsedMethod[] {
  return METHODS.flatMap((method) => {
    const { name, spec, numbersIn } = method;
    const watch: object = (spec?.scope === 'device' ? device : socket).watch;
    const numbers = numbersIn === undefined ? (watch as Readonly<Record<string, unknown>>)[name] : numbersIn(socket);
    return numbers == null ? [] : [{ method, numbers }];
  });
}

/** What the device sends by itself on an idle connection. */
export function sendingsOf(used: readonly UsedMethod[]): readonly Sending[] {
  return used.flatMap(({ method, numbers }) => method.sends?.(numbers) ?? []);
}

/** How the methods detect a failure, in their order. */
export function rowsOf(failure: FailureKind, used: readonly UsedMethod[], situation: Situation): readonly MethodPlan[] {
  const rows: MethodPlan[] = [];
  for (const { method, numbers } of used) rows.push(...(method.detection?.(failure, numbers, situation) ?? []));
  return rows;
}

/** Failures that only the methods in use know. */
export function ownFailures(used: readonly UsedMethod[]): readonly FailureKind[] {
  return used.flatMap(({ method, numbers }) => method.failures?.(numbers) ?? []);
}

/** A message that the device sends, looks for, or both. */
export interface PlannedMessage extends DeviceMessage, PeerMessage {
  readonly isSaid: boolean;
  readonly isSought: boolean;
}

/** Every message of a socket, in the order of the methods. */
export function messagesOf(used: readonly UsedMethod[]): readonly PlannedMessage[] {
  return used.flatMap(({ method: { messages = [] }, numbers }) =>
    messages.flatMap((place) => messageAt(place, numbers) ?? []),
  );
}

function messageAt(place: MessagePlace, numbers: unknown): PlannedMessage | null {
  const { name, isSaid = false, isSought = false, isOnce, isLast } = place;
  const bytes = place.inPlan(numbers);
  if (bytes === null) return null;
  const everyMs = place.everyMs?.(numbers) ?? null;
  return {
    ...{ name, bytes, isSaid, isSought },
    isPassedOn: place.isPassedOn?.(numbers) ?? false,
    ...(isOnce && { isOnce }),
    ...(isLast && { isLast }),
    ...(place.answerTo && { answer: place.answerTo(numbers) }),
    ...(everyMs !== null && { everyMs }),
  };
}
