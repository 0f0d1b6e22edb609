/** Rules of the steps on WebSockets. */
import { bytesOfHex } from '../../bytes.ts';
import type { WsCloseStep, WsMessageStep, WsPingStep } from './scenario.generated.ts';

/** Of a control frame (RFC 6455 section 5.5). */
const MOST_CONTROL_BYTES = 125;
const CODE_BYTES = 2;
/** Codes between 1000 and 2999 that no endpoint sends (section 7.4). */
const isReserved = (code: number): boolean => [1004, 1005, 1006].includes(code) || (code > 1014 && code < 3000);

/** Null: the step is right. */
export function brokenWebsocketStep(step: WsMessageStep | WsPingStep | WsCloseStep): string | null {
  switch (step.do) {
    case 'ws-message': {
      const given = [step.text, step.hex, step.bytes].filter((content) => content !== undefined).length;
      return given === 1 ? null : 'A "ws-message" has one of "text", "hex" and "bytes".';
    }
    case 'ws-ping': {
      if (step.text !== undefined && step.hex !== undefined) return 'A "ws-ping" has "text" or "hex", not both.';
      return tooLong('A ping', pingBytes(step).length, MOST_CONTROL_BYTES);
    }
    case 'ws-close': {
      const { code, reason } = step;
      if (code === null && reason !== '') return 'A close without a "code" has no "reason".';
      if (code !== null && isReserved(code)) return `The code ${code} is never sent; use 1000, or 3000 to 4999.`;
      return tooLong('A reason', new TextEncoder().encode(reason).length, MOST_CONTROL_BYTES - CODE_BYTES);
    }
    default:
      return step satisfies never;
  }
}

export function pingBytes({ text, hex = '' }: WsPingStep): Uint8Array {
  return text === undefined ? bytesOfHex(hex) : new TextEncoder().encode(text);
}

function tooLong(what: string, length: number, most: number): string | null {
  return length <= most ? null : `${what} has at most ${most} bytes; found ${length}.`;
}
