import type { MessagePlan } from '../../contract/device.ts';
import type { FailureKind } from './failures.ts';
import type { Method, Planned, Sending } from './method.ts';
import { METHODS } from './registry.ts';

/** A method that a socket uses, with its numbers. */
export interface UsedMethod {
  readonly method: Method;
  readonly numbers: unknown;
}

/** Every method that a socket uses. */
export function methodsOf(planned: Planned): readonly UsedMethod[] {
  return METHODS.flatMap((method) => {
    const numbers = method.planIn(planned);
    return numbers === null ? [] : [{ method, numbers }];
  });
}

/** What the device sends by itself on an idle connection. */
export function sendingsOf(used: readonly UsedMethod[]): readonly Sending[] {
  return used.flatMap(({ method, numbers }) => method.sends?.(numbers) ?? []);
}

/** Failures that only the methods in use know. */
export function ownFailures(used: readonly UsedMethod[]): readonly FailureKind[] {
  return used.flatMap(({ method, numbers }) => method.failures?.(numbers) ?? []);
}

/** A message that the device sends, looks for, or both. */
export interface PlannedMessage {
  readonly name: string;
  readonly bytes: MessagePlan;
  readonly isSaid: boolean;
  readonly isSought: boolean;
  /** The device's application receives it although it was looked for. */
  readonly isPassedOn: boolean;
}

/** Every message of a socket, in the order of the methods. */
export function messagesOf(used: readonly UsedMethod[]): readonly PlannedMessage[] {
  return used.flatMap(({ method: { messages = [] }, numbers }) =>
    messages.flatMap((place): readonly PlannedMessage[] => {
      const bytes = place.inPlan(numbers);
      if (bytes === null) return [];
      const { name, isSaid = false, isSought = false } = place;
      return [{ name, bytes, isSaid, isSought, isPassedOn: place.isPassedOn?.(numbers) ?? false }];
    }),
  );
}
