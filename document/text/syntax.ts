import { type ParseError, printParseErrorCode } from 'jsonc-parser';
import { excerpt } from '../words/printed.ts';

const EXPECTED: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'Allowed: a key in double quotes, or "}".',
  ValueExpected: 'Allowed: a value (text in double quotes, a number, true, false, null, an object or a list).',
  ColonExpected: 'Allowed: ":" between key and value.',
  CommaExpected: 'Allowed: "," before the next entry, or the closing bracket.',
  CloseBraceExpected: 'Allowed: "}" or a comma and a further key.',
  CloseBracketExpected: 'Allowed: "]" or a comma and a further value.',
  EndOfFileExpected: 'Allowed: nothing after the end of the object but comments.',
  InvalidNumberFormat: 'This is not a number as JSON writes it, for example 10, -1 or 2.5.',
  UnexpectedEndOfNumber: 'This is not a number as JSON writes it, for example 10, -1 or 2.5.',
  UnexpectedEndOfComment: 'The comment is not closed; "*/" is missing.',
  UnexpectedEndOfString: 'The text is not closed; a double quote is missing on this line.',
  InvalidUnicode: 'After \\u come four hexadecimal digits.',
  InvalidEscapeCharacter: 'After \\ comes one of " \\ / b f n r t u.',
  InvalidCharacter: 'A control character (a tab, for example) cannot stand in a text; write \\t, \\n or \\u….',
  InvalidSymbol: 'This is no JSON word; keys and texts stand in double quotes.',
};

/** What these codes say is true wherever the error stands, at the end of the file too. */
const ABOUT_THE_TOKEN = new Set([
  'UnexpectedEndOfComment',
  'UnexpectedEndOfString',
  'UnexpectedEndOfNumber',
  'InvalidUnicode',
  'InvalidEscapeCharacter',
  'InvalidCharacter',
]);

/** A sentence on a syntax error: what stands there and what may stand there. */
export function syntaxMessage(text: string, error: ParseError): string {
  const code = printParseErrorCode(error.error);
  const expected = EXPECTED[code] ?? 'This is no JSON.';
  if (ABOUT_THE_TOKEN.has(code)) return expected;
  if (error.offset >= text.length) return `The file ends too early. ${expected}`;
  const found = text.slice(error.offset, error.offset + Math.max(1, error.length));
  return `Found ${excerpt(found)} here. ${expected}`;
}
