import { type ParseError, printParseErrorCode } from 'jsonc-parser';
import { excerpt } from '../words/printed.ts';

const EXPECTED: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'Allowed: a key in double quotes, or "}".',
  ValueExpected: 'Allowed: a value (a string in double quotes, a number, true, false, null, an object or an array).',
  ColonExpected: 'Allowed: ":" between key and value.',
  CommaExpected: 'Allowed: "," before the next entry, or the closing bracket.',
  CloseBraceExpected: 'Allowed: "}" or a comma and a further key.',
  CloseBracketExpected: 'Allowed: "]" or a comma and a further value.',
  EndOfFileExpected: 'Allowed: nothing after the end of the object but comments.',
  InvalidNumberFormat: 'This is not a valid JSON number. Examples: 10, -1, 2.5.',
  UnexpectedEndOfNumber: 'This is not a valid JSON number. Examples: 10, -1, 2.5.',
  UnexpectedEndOfComment: 'The comment is not closed; "*/" is missing.',
  UnexpectedEndOfString: 'The string is not closed; a double quote is missing on this line.',
  InvalidUnicode: '\\u must be followed by four hexadecimal digits.',
  InvalidEscapeCharacter: '\\ must be followed by one of " \\ / b f n r t u.',
  InvalidCharacter: 'A control character (a tab, for example) is not allowed in a string; write \\t, \\n or \\u….',
  InvalidSymbol: 'Invalid token. Keys and strings must be in double quotes.',
};

/** Codes whose message holds at any position, the end of the file included. */
const ABOUT_THE_TOKEN = new Set([
  'UnexpectedEndOfComment',
  'UnexpectedEndOfString',
  'UnexpectedEndOfNumber',
  'InvalidUnicode',
  'InvalidEscapeCharacter',
  'InvalidCharacter',
]);

/** Describes a syntax error: what was found and what is allowed there. */
export function syntaxMessage(text: string, error: ParseError): string {
  const code = printParseErrorCode(error.error);
  const expected = EXPECTED[code] ?? 'This is not valid JSON.';
  if (ABOUT_THE_TOKEN.has(code)) return expected;
  if (error.offset >= text.length) return `The file ends too early. ${expected}`;
  const found = text.slice(error.offset, error.offset + Math.max(1, error.length));
  return `Found ${excerpt(found)} here. ${expected}`;
}
