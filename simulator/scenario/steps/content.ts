/** The bytes of a `send` step. */
import type { DevicePlan } from '../../../contract/device.ts';
import type { FarSides } from '../../../contract/far-side.ts';
import { bytesOfHex } from '../../bytes.ts';
import type { Random } from '../../random.ts';
import type { SendStep } from '../format/scenario.generated.ts';

/** @param avoided bytes that are never drawn at random */
export function contentBytes(step: SendStep, random: Random, avoided: ReadonlySet<number> = new Set()): Uint8Array {
  if (step.text !== undefined) return new TextEncoder().encode(step.text);
  if (step.hex !== undefined) return bytesOfHex(step.hex);
  const allowed = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !avoided.has(byte));
  return Uint8Array.from({ length: step.bytes ?? 0 }, () => allowed[random.uint32() % allowed.length] ?? 0);
}

/** First bytes of all messages of a plan's sockets: data without them can be taken for none of these. */
export function messageStarts({ sockets }: DevicePlan, farSides: FarSides): ReadonlySet<number> {
  const messages = sockets.map(({ number }) => farSides(number)).flatMap((it) => [...it.fromDevice, ...it.toDevice]);
  return new Set(messages.flatMap(({ bytes }) => bytes[0] ?? []));
}

export function contentText(step: SendStep, bytes: Uint8Array): string {
  const count = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  const isShort = step.text !== undefined && step.text.length <= 20;
  return isShort ? `${count} ${JSON.stringify(step.text)}` : count;
}
