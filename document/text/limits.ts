import type { Problem } from '../problem.ts';
import { placesOf } from './lines.ts';

/** What a document is for, as messages name it. */
export interface DocumentKind {
  /** With its article: `A spec`. */
  readonly name: string;
  /** The beginning of such a document. */
  readonly example: string;
  /** How many levels of brackets it needs, as a sentence ends. */
  readonly depthNeeded: string;
}

/** Our documents have some kilobytes; what is beyond this is some other file. In UTF-16 units. */
const LONGEST_TEXT = 1_048_576;

const START = { pointer: '', line: 1, column: 1 };

/** What makes a text no candidate for a document, found without parsing it; null when it may be one. */
export function unfitText(text: string, kind: DocumentKind): Problem | null {
  if (text.length > LONGEST_TEXT) {
    const message = `The file is too large: ${text.length} characters. Allowed: ${LONGEST_TEXT}.`;
    return { ...START, rule: 'text/size', message };
  }
  if (text.includes('\0')) return binary(text, kind);
  if (text.trim() === '') {
    const message = `The file is empty. ${kind.name} is a JSON object: ${kind.example}.`;
    return { ...START, rule: 'text/empty', message };
  }
  return null;
}

function binary(text: string, kind: DocumentKind): Problem {
  const message = `The file is not text: it holds a NUL character. ${kind.name} is JSON in UTF-8.`;
  return { pointer: '', rule: 'text/binary', message, ...placesOf(text)(text.indexOf('\0')) };
}
