/** Inline assembly in users' sources: what masks interrupts is replaced, and what cannot run here is named. */
import type { FirmwareFile } from '../../../contract/firmware.ts';
import { byteText } from './byte-text.ts';

/** A statement with one string; operands may hold parentheses one level deep. */
const STATEMENT =
  /\b(?:__asm__|__asm|asm)\b\s*(?:(?:__volatile__|__volatile|volatile)\b\s*)?\(\s*"(?<code>[^"]*)"(?<operands>(?:[^()"]|"[^"]*"|\([^()]*\))*)\)/g;
const OPERAND = /\((?<expression>[^()]*)\)/;

/** What an instruction becomes; `operand`: the expression of its one operand. */
const INSTRUCTIONS: Readonly<Record<string, (operand: string) => string>> = {
  'cpsid i': () => 'kw_host_mask(1U)',
  'cpsie i': () => 'kw_host_mask(0U)',
  'mrs %0, primask': (operand) => `((${operand}) = kw_host_masked())`,
  'msr primask, %0': (operand) => `kw_host_mask(${operand})`,
  ...Object.fromEntries(['nop', 'dmb', 'dsb', 'isb'].map((name) => [name, () => '((void)0)'])),
};

/** The source with calls of the host in place of the instructions that it knows; lines keep their numbers. */
export function withInterruptMask(source: string): string {
  return source.replace(STATEMENT, (statement, code: string, operands: string) => {
    const call = INSTRUCTIONS[plain(code)]?.(OPERAND.exec(operands)?.groups?.expression ?? '0');
    return call === undefined ? statement : call + statement.replace(/[^\n]/g, '');
  });
}

/** Sentences about the instructions in users' C that the host engine cannot run. */
export function foreignAssembly(files: readonly FirmwareFile[]): readonly string[] {
  return files.flatMap(({ path, text, bytes, owner }) => {
    if (owner !== 'user' || !path.endsWith('.c')) return [];
    const source = byteText(bytes ?? text);
    return [...source.matchAll(STATEMENT)].flatMap(({ index, groups: { code = '' } = {} }) => {
      const line = source.slice(0, index).split('\n').length;
      return INSTRUCTIONS[plain(code)] === undefined
        ? [`${path}:${line}: the host engine cannot run the instruction "${code}". Use --engine arm.`]
        : [];
    });
  });
}

function plain(code: string): string {
  const instruction = code
    .replace(/\\[nt]/g, ' ')
    .replace(/;/g, ' ')
    .trim()
    .toLowerCase();
  return instruction.replace(/\s+/g, ' ').replace(/ ?, ?/g, ', ');
}
