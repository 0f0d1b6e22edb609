import { type ParseError, parseTree } from 'jsonc-parser';
import { parentPointer } from '../pointer.ts';
import type { Problem } from '../problem.ts';
import { excerpt, printed } from '../words/printed.ts';
import { type DocumentKind, unfitText } from './limits.ts';
import { type Place, placesOf } from './lines.ts';
import { syntaxMessage } from './syntax.ts';
import { DEEPEST_NESTING, scanTokens } from './tokens.ts';
import { type DuplicateKey, type Tree, treeOf } from './tree.ts';

/** A text that is JSON with comments. */
export interface Document {
  readonly value: unknown;
  /** Things wrong with the text that did not keep it from being understood: trailing commas, keys given twice. */
  readonly problems: readonly Problem[];
  /** Where the key at a pointer stands (`key`), or its value; where that is missing, what would hold it. */
  readonly placeOf: (pointer: string, part?: 'key' | 'value') => Place;
  /** Of every value in the text. */
  readonly pointers: readonly string[];
  /** Whether the text holds a value at the pointer. */
  readonly has: (pointer: string) => boolean;
}

export type Reading =
  | { readonly ok: true; readonly document: Document }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads JSON with comments. Never throws, whatever the text; a text that cannot be understood gives one problem, at
 * the first place where it cannot. A byte order mark at the start is skipped.
 */
export function readDocument(source: string, kind: DocumentKind): Reading {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const unfit = unfitText(text, kind);
  if (unfit !== null) return { ok: false, problems: [unfit] };
  const place = placesOf(text);
  const { tooDeepAt, trailingCommas } = scanTokens(text);
  if (tooDeepAt !== null) {
    const name = kind.name.toLowerCase();
    const message = `Brackets are nested more than ${DEEPEST_NESTING} deep here; ${name} needs ${kind.depthNeeded}.`;
    return { ok: false, problems: [{ pointer: '', rule: 'text/depth', message, ...place(tooDeepAt) }] };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (root === undefined || first !== undefined) {
    const error = first ?? { error: 4, offset: text.length, length: 0 }; // only comments: a value is expected
    const problem = { pointer: '', rule: 'text/syntax', message: syntaxMessage(text, error), ...place(error.offset) };
    return { ok: false, problems: [problem] };
  }
  const tree = treeOf(root);
  const { endless } = tree;
  if (endless !== null) {
    const written = excerpt(text.slice(endless.offset, endless.offset + endless.length));
    const message = `Found ${written}, which is more than a number can be.`;
    return {
      ok: false,
      problems: [{ pointer: endless.pointer, rule: 'text/number', message, ...place(endless.offset) }],
    };
  }
  const problems = [
    ...trailingCommas.map((offset) => trailingComma(place(offset))),
    ...tree.duplicates.map((duplicate) => duplicateKey(duplicate, place)),
  ];
  const has = (pointer: string): boolean => tree.valueOffsets.has(pointer);
  const pointers = [...tree.valueOffsets.keys()];
  return { ok: true, document: { value: tree.value, problems, placeOf: placesIn(tree, place), pointers, has } };
}

function placesIn(tree: Tree, place: (offset: number) => Place): Document['placeOf'] {
  return (pointer, part = 'value') => {
    const key = part === 'key' ? tree.keyOffsets.get(pointer) : undefined;
    let offset = key ?? tree.valueOffsets.get(pointer);
    for (let above = pointer; offset === undefined && above !== ''; ) {
      above = parentPointer(above);
      offset = tree.valueOffsets.get(above);
    }
    return place(offset ?? 0);
  };
}

function trailingComma(at: Place): Problem {
  const message = 'Found a comma after the last entry. Allowed: the closing bracket without a comma before it.';
  return { pointer: '', rule: 'text/trailing-comma', message, ...at };
}

function duplicateKey(duplicate: DuplicateKey, place: (offset: number) => Place): Problem {
  const { pointer, key, offset, firstOffset } = duplicate;
  const message = `The key ${printed(key)} is given twice; the first one is on line ${place(firstOffset).line}.`;
  return { pointer, rule: 'text/duplicate-key', message, ...place(offset) };
}
