import type { SocketPlan } from '../../../contract/device.ts';

/** A macro of kw_config.h as it is printed. */
export interface MacroText {
  readonly macro: string;
  readonly comment: string;
  readonly text: string;
}

/** Which hardware sockets are watched: those from one number on, or a table. `at` is a place in the C's own tables. */
export function numberingOf(sockets: readonly SocketPlan[]) {
  const numbers = sockets.map(({ number }) => number);
  const first = numbers[0] ?? 0;
  const isTable = numbers.some((number, at) => number !== first + at);
  const isFromZero = !isTable && first === 0;
  return {
    isFromZero,
    isTable,
    macros: [countMacro(numbers, isTable), ...numberMacros(numbers, isTable)],
    socketNumber: isTable ? 'numbers[at]' : isFromZero ? 'at' : 'KW_FIRST_SOCKET + at',
    firstSocket: isFromZero ? '0U' : 'KW_FIRST_SOCKET',
    behindLast: isFromZero ? 'KW_SOCKET_COUNT' : 'KW_FIRST_SOCKET + KW_SOCKET_COUNT',
    watchedSockets: `${numbers.length === 1 ? 'socket' : 'sockets'} ${numbers.join(', ')}`,
  };
}

function countMacro(numbers: readonly number[], isTable: boolean): MacroText {
  const from = numbers[0] === 0 ? '0' : 'KW_FIRST_SOCKET';
  const comment = `Hardware sockets that are watched${isTable ? '' : `, from ${from} on`}.`;
  return { macro: 'KW_SOCKET_COUNT', comment, text: `${numbers.length}U` };
}

function numberMacros(numbers: readonly number[], isTable: boolean): readonly MacroText[] {
  const [first = 0] = numbers;
  const listed = numbers.map((number) => `${number}U`).join(', ');
  if (isTable) return [{ macro: 'KW_SOCKET_NUMBERS', comment: 'Their numbers, for a table.', text: listed }];
  return first === 0
    ? []
    : [{ macro: 'KW_FIRST_SOCKET', comment: 'The lowest hardware socket that is watched.', text: `${first}U` }];
}
