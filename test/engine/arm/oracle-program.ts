import { randomFrom } from '../../../simulator/random.ts';

/** An instruction with its surroundings: operands in r0 and r1 and flags go in, r0 and the flags come out. */
export interface Kind {
  readonly name: string;
  readonly code: readonly string[];
}

const one = (...names: readonly string[]): readonly Kind[] => names.map((name) => ({ name, code: [name] }));
const several = (name: string, ...code: readonly string[]): Kind => ({ name, code });

const BY_REGISTER = ['adcs', 'sbcs', 'lsls', 'lsrs', 'asrs', 'rors', 'ands', 'orrs', 'eors', 'bics', 'muls'];
const OF_ONE = ['mvns', 'uxtb', 'uxth', 'sxtb', 'sxth', 'rev', 'rev16', 'revsh', 'mov', 'movs'];
const CONDITIONS = ['eq', 'ne', 'cs', 'cc', 'mi', 'pl', 'vs', 'vc', 'hi', 'ls', 'ge', 'lt', 'gt', 'le'];
/** In RAM, away from the stack. */
const BUFFER = '0x20000100';
/** The operand lies in memory, between other bytes; r2 points at it. */
const stored = (name: string, ...code: readonly string[]): Kind =>
  several(name, `ldr r2, =${BUFFER}`, 'str r1, [r2]', 'str r0, [r2, #4]', ...code);
/** What lies in memory afterwards, and by how much r2 has moved. */
const SUMMED = [`ldr r1, =${BUFFER}`, 'subs r2, r1', 'ldr r3, [r1]', 'ldr r0, [r1, #4]', 'rors r0, r2', 'eors r0, r3'];

/** Every kind of instruction of ARMv6-M but those that stop, wait, or mask interrupts. */
export const KINDS: readonly Kind[] = [
  ...one(...BY_REGISTER.map((name) => `${name} r0, r1`), ...OF_ONE.map((name) => `${name} r0, r1`)),
  ...one('adds r0, r0, r1', 'subs r0, r0, r1', 'rsbs r0, r1, #0', 'cmp r0, r1', 'cmn r0, r1', 'tst r0, r1'),
  ...one('adds r0, r1, #0', 'adds r0, r1, #1', 'adds r0, r1, #7', 'adds r0, #0', 'adds r0, #1', 'adds r0, #255'),
  ...one('subs r0, r1, #0', 'subs r0, r1, #1', 'subs r0, r1, #7', 'subs r0, #0', 'subs r0, #1', 'subs r0, #255'),
  ...one('cmp r0, #0', 'cmp r0, #1', 'cmp r0, #255', 'movs r0, #0', 'movs r0, #255'),
  ...one('lsls r0, r1, #1', 'lsls r0, r1, #16', 'lsls r0, r1, #31', 'lsrs r0, r1, #1', 'lsrs r0, r1, #31'),
  ...one('lsrs r0, r1, #32', 'asrs r0, r1, #1', 'asrs r0, r1, #31', 'asrs r0, r1, #32'),
  several('add r0, r8', 'mov r8, r1', 'add r0, r8'),
  several('add r8, r0', 'mov r8, r1', 'add r8, r0', 'mov r0, r8'),
  several('cmp r0, r8', 'mov r8, r1', 'cmp r0, r8'),
  several('cmp r8, r0', 'mov r8, r1', 'cmp r8, r0'),
  several('mov r0, pc', 'nop', 'mov r0, pc'),
  several('add r0, pc', 'add r0, pc'),
  several('adr', '.balign 4', 'adr r0, 9f', 'nop', '.balign 4', '9: nop'),
  several('mrs and msr', 'mrs r0, APSR', 'msr APSR_nzcvq, r1'),
  ...CONDITIONS.map((condition) => several(`b${condition}`, `b${condition} 9f`, 'mov r0, r1', '9: nop')),
  several('b', 'b 9f', 'mov r0, r1', '9: nop'),
  several('bl', 'mov r2, lr', 'bl 9f', '8: mov lr, r2', 'b 7f', '9: mov r0, lr', 'bx lr', '7: nop'),
  several(
    'blx',
    'mov r2, lr',
    'adr r3, 9f',
    'adds r3, #1',
    'blx r3',
    'mov lr, r2',
    'b 7f',
    '.balign 4',
    '9: mov r0, lr',
    'bx lr',
    '7: nop',
  ),
  several('mov pc', 'adr r2, 9f', 'mov pc, r2', 'mov r0, r1', '.balign 4', '9: nop'),
  several(
    'push and pop',
    'push {r0, r1, lr}',
    'mov r2, sp',
    'ldr r0, [r2, #4]',
    'ldr r1, [sp, #0]',
    'add r0, sp',
    'pop {r1, r2, pc}',
  ),
  several(
    'add and sub sp',
    'sub sp, #16',
    'str r1, [sp, #12]',
    'add r2, sp, #8',
    'ldr r0, [r2, #4]',
    'add r0, sp',
    'add sp, #16',
  ),
  several('add sp, r', 'mov r2, sp', 'movs r3, #6', 'add sp, r3', 'mov r0, sp', 'mov sp, r2'),
  stored('ldrsb', 'movs r3, #3', 'ldrsb r0, [r2, r3]'),
  stored('ldrsh', 'movs r3, #2', 'ldrsh r0, [r2, r3]'),
  stored('ldrb r', 'movs r3, #3', 'ldrb r0, [r2, r3]'),
  stored('ldrh r', 'movs r3, #2', 'ldrh r0, [r2, r3]'),
  stored('ldr r', 'movs r3, #4', 'ldr r0, [r2, r3]'),
  stored('ldrb', 'ldrb r0, [r2, #1]'),
  stored('ldrh', 'ldrh r0, [r2, #2]'),
  stored('strb', 'strb r0, [r2, #2]', 'ldr r0, [r2]'),
  stored('strh', 'strh r0, [r2, #2]', 'ldr r0, [r2]'),
  stored('strb r', 'movs r3, #1', 'strb r0, [r2, r3]', 'ldr r0, [r2]'),
  stored('strh r', 'movs r3, #2', 'strh r0, [r2, r3]', 'ldr r0, [r2]'),
  stored('str r', 'movs r3, #0', 'str r0, [r2, r3]', 'ldr r0, [r2]'),
  stored('ldmia', 'ldmia r2!, {r0, r3}', 'eors r0, r3', 'add r0, r2'),
  stored('ldmia, base in the list', 'ldmia r2, {r2, r3}', 'mov r0, r2', 'eors r0, r3'),
  stored('stmia', 'stmia r2!, {r0, r1}', ...SUMMED),
  stored('stmia, base first in the list', 'stmia r2!, {r2, r3}', ...SUMMED),
];

const EDGES = [
  ...[0, 1, 2, 7, 8, 31, 32, 33, 64, 127, 128, 255, 256, 257, 0x7fff, 0x8000, 0xffff, 0x10000],
  ...[0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_ff80, 0xffff_fffe, 0xffff_ffff],
];

/** Flags before the instruction: none, all, and C and V alone. */
export const FLAGS = [0, 0xf000_0000, 0x2000_0000, 0x1000_0000] as const;

/** Both operands run through all of these. */
export function operands(seed: number): readonly number[] {
  const random = randomFrom(seed);
  return [...EDGES, ...Array.from({ length: 8 }, () => random.uint32())];
}

/** Characters on the serial port for each row: one kind, one first operand, one set of flags, all second operands. */
export const ROW_LENGTH = 6;

/**
 * A program for a part with USART1 at 0x40013800: each row's results and flags as a digest in six characters, of six
 * bits from `0` on, a line feed behind each kind, and `.` at the end.
 */
export function oracleProgram(values: readonly number[]): string {
  const stubs = KINDS.map(({ code }, index) => ['.balign 4', `stub${index}:`, ...code, 'bx lr', '.ltorg'].join('\n'));
  const table = [
    'stubs:',
    ...KINDS.map((_, index) => `.word stub${index} + 1`),
    'stubs_end:',
    'values:',
    ...values.map((value) => `.word ${value}`),
    'values_end:',
    'flags:',
    ...FLAGS.map((value) => `.word ${value}`),
    'flags_end:',
  ];
  const lines = [HEAD, ...stubs, '.balign 4', ...table].join('\n');
  return `__asm__(\n${lines
    .split('\n')
    .map((line) => JSON.stringify(`${line}\n`))
    .join('\n')}\n);\n`;
}

/** Flash and RAM of the smaller of both parts. */
export const ORACLE_SCRIPT = `ENTRY(reset)
MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K }
SECTIONS { .text : { KEEP(*(.vectors)) *(.text .text.*) } > FLASH }
`;

/** r4: kind, r5: first operand, r6: second, r7: flags; r9: digest. */
const HEAD = `.syntax unified
.section .vectors, "a"
.word 0x20001000, reset + 1
.fill 62, 4, 0
.text
.thumb
.type reset, %function
reset:
ldr r0, =0x40021018
ldr r1, =0x4005
str r1, [r0]
ldr r0, =0x40010804
ldr r1, =0x444444b4
str r1, [r0]
ldr r0, =0x40013800
movs r1, #16
str r1, [r0, #8]
ldr r1, =0x2008
str r1, [r0, #12]
ldr r4, =stubs
1: ldr r5, =values
2: ldr r7, =flags
3: ldr r6, =values
movs r0, #0
mov r9, r0
4: ldr r3, [r4]
ldr r0, [r5]
ldr r1, [r6]
ldr r2, [r7]
msr APSR_nzcvq, r2
blx r3
mrs r1, APSR
lsrs r1, r1, #28
mov r2, r9
movs r3, #5
rors r2, r3
eors r2, r0
movs r3, #7
rors r2, r3
adds r2, r2, r1
mov r9, r2
adds r6, #4
ldr r0, =values_end
cmp r6, r0
bne 4b
bl row
adds r7, #4
ldr r0, =flags_end
cmp r7, r0
bne 3b
adds r5, #4
ldr r0, =values_end
cmp r5, r0
bne 2b
movs r0, #10
bl put
adds r4, #4
ldr r0, =stubs_end
cmp r4, r0
bne 1b
movs r0, #46
bl put
movs r0, #10
bl put
ldr r1, =0x40013800
6: ldr r2, [r1]
lsrs r2, r2, #7
bcc 6b
cpsid i
b .
row:
push {r4, lr}
mov r4, r9
movs r3, #6
mov r10, r3
5: lsrs r0, r4, #26
adds r0, #48
bl put
lsls r4, r4, #6
mov r3, r10
subs r3, #1
mov r10, r3
bne 5b
pop {r4, pc}
put:
ldr r1, =0x40013800
6: ldr r2, [r1]
lsrs r2, r2, #8
bcc 6b
str r0, [r1, #4]
bx lr
.ltorg`;
