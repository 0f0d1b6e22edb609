import type { Node } from 'jsonc-parser';
import { childPointer } from '../pointer.ts';

export interface DuplicateKey {
  readonly pointer: string;
  readonly key: string;
  readonly offset: number;
  readonly firstOffset: number;
}

/** A parsed text as a plain value, and where in the text each part of it stands. */
export interface Tree {
  /** Objects have no prototype, so that no key can be mistaken for something inherited. */
  readonly value: unknown;
  /** Pointer → offset of the value. */
  readonly valueOffsets: ReadonlyMap<string, number>;
  /** Pointer → offset of the key before the value. */
  readonly keyOffsets: ReadonlyMap<string, number>;
  readonly duplicates: readonly DuplicateKey[];
  /** The last number that is too large for one; its value is infinite. */
  readonly endless: EndlessNumber | null;
}

export interface EndlessNumber {
  readonly pointer: string;
  readonly offset: number;
  readonly length: number;
}

interface Growing {
  readonly valueOffsets: Map<string, number>;
  readonly keyOffsets: Map<string, number>;
  readonly duplicates: DuplicateKey[];
  endless: EndlessNumber | null;
}

/** Reads jsonc-parser's tree; of a key given twice the first one counts. The depth must have been limited before. */
export function treeOf(root: Node): Tree {
  const growing: Growing = { valueOffsets: new Map(), keyOffsets: new Map(), duplicates: [], endless: null };
  const value = read(root, '', growing);
  return { value, ...growing };
}

function read(node: Node, pointer: string, growing: Growing): unknown {
  growing.valueOffsets.set(pointer, node.offset);
  if (node.type === 'object') return readObject(node, pointer, growing);
  if (node.type === 'array') {
    return (node.children ?? []).map((child, index) => read(child, childPointer(pointer, index), growing));
  }
  if (node.type === 'number' && !Number.isFinite(node.value)) {
    growing.endless = { pointer, offset: node.offset, length: node.length };
  }
  return node.value;
}

function readObject(node: Node, pointer: string, growing: Growing): unknown {
  const object: Record<string, unknown> = Object.create(null);
  for (const property of node.children ?? []) {
    const [keyNode, valueNode] = property.children ?? [];
    if (keyNode === undefined || valueNode === undefined) continue; // a syntax error, reported as such
    const key = String(keyNode.value);
    const child = childPointer(pointer, key);
    const firstOffset = growing.keyOffsets.get(child);
    if (firstOffset === undefined) {
      growing.keyOffsets.set(child, keyNode.offset);
      object[key] = read(valueNode, child, growing);
    } else {
      growing.duplicates.push({ pointer: child, key, offset: keyNode.offset, firstOffset });
    }
  }
  return object;
}
