import type { Problem } from '../../problem.ts';

/** A spec has a few kilobytes; what is beyond this is some other file. In UTF-16 units. */
export const LONGEST_TEXT = 1_048_576;

const START = { pointer: '', line: 1, column: 1 };

/** What makes a text no candidate for a spec, found without parsing it; null when it may be one. */
export function unfitText(text: string): Problem | null {
  if (text.length > LONGEST_TEXT) {
    const message = `The file is too large: ${text.length} characters. Allowed: ${LONGEST_TEXT}.`;
    return { ...START, rule: 'text/size', message };
  }
  if (text.includes('\0')) return binary(text);
  if (text.trim() === '') {
    return {
      ...START,
      rule: 'text/empty',
      message: 'The file is empty. A spec is a JSON object: { "chip": "W5500", … }.',
    };
  }
  return null;
}

function binary(text: string): Problem {
  const before = text.slice(0, text.indexOf('\0'));
  const line = before.split(/\r\n|\n|\r/).length;
  const column = before.length - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'));
  const message = 'The file is not text: it holds a NUL character. A spec is JSON in UTF-8.';
  return { pointer: '', rule: 'text/binary', message, line, column };
}
