import type { MessagePlan, SocketPlan } from '../../../contract/device.ts';
import type { Plan } from '../../../contract/plan.ts';
import { hex8 } from '../../firmware/c-text.ts';
import { messagesOf, methodsOf, type PlannedMessage } from '../../methods/used.ts';

/** The messages that a socket looks for in what it receives. */
export function soughtBy(socket: SocketPlan): readonly PlannedMessage[] {
  return messagesOf(methodsOf({ watch: { link: null, health: null } }, socket)).filter(({ isSought }) => isSought);
}

/** Twice the longest message there can be. */
const WINDOW_BYTES = 128;

export function findView({ sockets }: Plan) {
  const bytes = tableOf('sought');
  const masks = new Map<string, number>();
  for (const socket of sockets) {
    for (const { name, bytes: message, isPassedOn } of soughtBy(socket)) {
      const symbol = bytes.symbolOf(message);
      const [start, end] = [`{ ${symbol}, sizeof ${symbol}, `, `, KW_FOUND_${name.toUpperCase()}, ${isPassedOn} },`];
      const key = `${start}\0${end}`;
      masks.set(key, (masks.get(key) ?? 0) | (1 << socket.number));
    }
  }
  const longestSought = Math.max(
    0,
    ...sockets.flatMap((socket) => soughtBy(socket).map(({ bytes: message }) => message.length)),
  );
  const patterns = [...masks].map(([key, mask]) => key.replace('\0', hex8(mask)));
  return { patterns, soughtMessages: bytes.rows(), windowBytes: WINDOW_BYTES, longestSought };
}

/** Messages that are the same are in the firmware once. */
export function tableOf(prefix: string) {
  const symbols = new Map<string, { readonly symbol: string; readonly message: MessagePlan }>();
  return {
    symbolOf: (message: MessagePlan): string => {
      const key = message.join();
      const known = symbols.get(key) ?? { symbol: `${prefix}_${symbols.size}`, message };
      symbols.set(key, known);
      return known.symbol;
    },
    rows: () =>
      [...symbols.values()].map(({ symbol, message }) => ({
        symbol,
        text: commentText(message),
        rows: byteRows(message),
      })),
  };
}

const BYTES_PER_ROW = 12;

function byteRows(message: MessagePlan): string[] {
  const rows: string[] = [];
  for (let at = 0; at < message.length; at += BYTES_PER_ROW) {
    rows.push(
      `${message
        .slice(at, at + BYTES_PER_ROW)
        .map(hex8)
        .join(', ')},`,
    );
  }
  return rows;
}

/** Printable ASCII as it is, the rest as escapes; nothing that could end a comment or begin one, or a trigraph. */
function commentText(message: MessagePlan): string {
  const shown = message.map((byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9 .,:;!'()+=_-]/.test(character)
      ? character
      : `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`;
  });
  const most = 40;
  return `"${shown.slice(0, most).join('')}${shown.length > most ? '...' : ''}"`;
}
