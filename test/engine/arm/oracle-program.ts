import { randomFrom } from '../../../simulator/random.ts';
import { isFew } from '../../whole/share.ts';

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
/** The same with words before and behind it, which loads of 32 bits reach. */
const within = (name: string, ...code: readonly string[]): Kind =>
  stored(
    name,
    'subs r2, #8',
    'str r0, [r2]',
    'str r1, [r2, #4]',
    'adds r2, #16',
    'str r1, [r2]',
    'str r0, [r2, #4]',
    'subs r2, #8',
    ...code,
  );
/** What lies in memory afterwards, and by how much r2 has moved. */
const SUMMED = [`ldr r1, =${BUFFER}`, 'subs r2, r1', 'ldr r3, [r1]', 'ldr r0, [r1, #4]', 'rors r0, r2', 'eors r0, r3'];

/** Every kind of instruction of ARMv6-M but those that stop, wait, or mask interrupts. */
const OF_16_BITS: readonly Kind[] = [
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

const DATA = ['and', 'bic', 'orr', 'orn', 'eor', 'add', 'adc', 'sbc', 'sub', 'rsb'];
const COMPARISONS = ['tst', 'teq', 'cmn', 'cmp'];
/** Constants of each form that ThumbExpandImm knows, with and without a carry of their own. */
const CONSTANTS = [
  '#0',
  '#0x7f',
  '#0xff',
  '#0x00ff00ff',
  '#0x80008000',
  '#0x81818181',
  '#0x80000000',
  '#0x3fc00',
  '#0x104',
];
const SHIFTS = ['lsl #1', 'lsl #31', 'lsr #1', 'lsr #32', 'asr #1', 'asr #32', 'ror #1', 'ror #31', 'rrx'];

const dataProcessing = (name: string): readonly Kind[] => {
  const both = (rest: string): readonly Kind[] => one(`${name}s.w r0, r0, ${rest}`, `${name}.w r0, r0, ${rest}`);
  return [...CONSTANTS.flatMap(both), ...both('r1'), ...SHIFTS.flatMap((shift) => both(`r1, ${shift}`))];
};
const comparing = (name: string): readonly Kind[] =>
  one(...[...CONSTANTS, 'r1', ...SHIFTS.map((shift) => `r1, ${shift}`)].map((rest) => `${name}.w r0, ${rest}`));

const BIT_FIELDS = ['#0, #1', '#0, #32', '#31, #1', '#7, #9', '#16, #16'];
const SATURATIONS = ['#1, r1', '#8, r1', '#31, r1', '#8, r1, lsl #3', '#16, r1, asr #7', '#16, r1, lsl #31'];
const PRODUCTS = ['umull', 'smull', 'umlal', 'smlal'];
/** Both halves of a product, the operands being in them before. */
const product = (name: string): Kind =>
  several(name, 'mov r2, r0', 'mvn r3, r1', `${name} r2, r3, r0, r1`, 'eor r0, r2, r3, ror #7');
const EXTENSIONS = ['sxtb', 'uxtb', 'sxth', 'uxth'];

const memory = (name: string, ...code: readonly string[]): Kind =>
  within(
    name,
    ...code,
    'ldr r1, =0x20000100',
    'subs r2, r1',
    'ldr r3, [r1]',
    'ldr r1, [r1, #4]',
    'eor r0, r0, r3, ror #3',
    'eor r0, r0, r1, ror #11',
    'add r0, r0, r2',
  );
/** Loads and stores with each form of address. */
const ADDRESSES = [
  '[r2, #3]',
  '[r2, #-4]',
  '[r2, #4]!',
  '[r2, #-4]!',
  '[r2], #4',
  '[r2], #-5',
  '[r2, r3]',
  '[r2, r3, lsl #2]',
];
const transfers = (name: string): readonly Kind[] =>
  ADDRESSES.map((address) => memory(`${name} ${address}`, 'movs r3, #1', `${name} r0, ${address}`));

const conditionally = (condition: string): readonly Kind[] => [
  several(`it ${condition}`, `it ${condition}`, `mov${condition} r0, r1`),
  several(`itt ${condition}`, `itt ${condition}`, `add${condition} r0, r1`, `lsl${condition} r0, r0, #3`),
  several(
    `itee ${condition}`,
    `itee ${condition}`,
    `cmp${condition} r0, r1`,
    `mov${inverse(condition)} r0, #7`,
    `add${inverse(condition)} r0, r0, r1`,
  ),
  several(
    `itete ${condition}`,
    `itete ${condition}`,
    `sub${condition} r0, r1`,
    `eor${inverse(condition)} r0, r1`,
    `mvn${condition} r0, r0`,
    `rsb${inverse(condition)} r0, r0, #0`,
  ),
];

function inverse(condition: string): string {
  return CONDITIONS[CONDITIONS.indexOf(condition) ^ 1] as string;
}

/** What ARMv7-M adds: 32 bits wide, IT blocks, CBZ, table branches. */
const OF_32_BITS: readonly Kind[] = [
  ...DATA.filter((name) => !['orn'].includes(name)).flatMap(dataProcessing),
  ...dataProcessing('orn'),
  ...COMPARISONS.flatMap(comparing),
  ...one(...['', 's'].flatMap((s) => CONSTANTS.map((constant) => `mov${s}.w r0, ${constant}`))),
  ...one(
    ...['', 's'].flatMap((s) =>
      ['r1', ...SHIFTS.map((shift) => `r1, ${shift}`)].map((rest) => `mvn${s}.w r0, ${rest}`),
    ),
  ),
  ...one(
    ...['lsl', 'lsr', 'asr', 'ror'].flatMap((name) => [
      `${name}s.w r0, r0, r1`,
      `${name}.w r0, r0, r1`,
      `${name}s.w r0, r1, #5`,
    ]),
  ),
  ...one('addw r0, r1, #4095', 'subw r0, r1, #4095', 'movw r0, #0xa5c3', 'movt r0, #0xa5c3', 'rrxs r0, r1'),
  several('adr.w', '.balign 4', 'adr.w r0, 9f', 'nop.w', '.balign 4', '9: nop'),
  ...one(
    ...BIT_FIELDS.flatMap((field) => [
      `sbfx r0, r1, ${field}`,
      `ubfx r0, r1, ${field}`,
      `bfi r0, r1, ${field}`,
      `bfc r0, ${field}`,
    ]),
  ),
  ...['ssat', 'usat'].flatMap((name) =>
    SATURATIONS.map((rest) =>
      several(`${name} ${rest}`, `${name} r0, ${rest}`, 'mrs r2, APSR', 'eor r0, r0, r2, lsr #20'),
    ),
  ),
  ...one('mul r0, r0, r1', 'mla r0, r0, r1, r1', 'mls r0, r0, r1, r1', 'udiv r0, r0, r1', 'sdiv r0, r0, r1'),
  ...PRODUCTS.map(product),
  ...one(
    ...EXTENSIONS.flatMap((name) =>
      ['', ', ror #8', ', ror #16', ', ror #24'].map((turn) => `${name}.w r0, r1${turn}`),
    ),
  ),
  ...one('rev.w r0, r1', 'rev16.w r0, r1', 'revsh.w r0, r1', 'rbit r0, r1', 'clz r0, r1'),
  ...['ldr', 'ldrh', 'ldrb', 'ldrsh', 'ldrsb', 'str', 'strh', 'strb'].flatMap((name) => transfers(`${name}.w`)),
  memory('ldrd', 'ldrd r0, r3, [r2, #-0]', 'eor r0, r0, r3, ror #5'),
  memory('ldrd !', 'ldrd r0, r3, [r2, #4]!', 'eor r0, r0, r3, ror #5'),
  memory('strd', 'strd r0, r1, [r2], #4'),
  memory('ldmdb', 'adds r2, #8', 'ldmdb r2!, {r0, r3}', 'eor r0, r0, r3, ror #5'),
  memory('ldmia.w', 'ldmia.w r2, {r0, r3}', 'eor r0, r0, r3, ror #5'),
  memory('stmdb', 'adds r2, #8', 'stmdb r2!, {r0, r1}'),
  several('push.w', 'push.w {r0, r1, r8, lr}', 'ldr r0, [sp, #4]', 'add r0, sp', 'pop.w {r1, r2, r8, pc}'),
  several(
    'ldr pc',
    'adr r3, 9f',
    'adds r3, #1',
    'push {r3}',
    'ldr.w pc, [sp], #4',
    'mov r0, r1',
    '.balign 4',
    '9: nop',
  ),
  several(
    'ldrex',
    'ldr r2, =0x20000100',
    'str r1, [r2]',
    'ldrex r3, [r2]',
    'strex r1, r0, [r2]',
    'ldr r2, [r2]',
    'add r0, r1, r2, ror #1',
    'eors r0, r3',
  ),
  several(
    'strex alone',
    'ldr r2, =0x20000100',
    'str r1, [r2]',
    'clrex',
    'strex r3, r0, [r2]',
    'ldr r2, [r2]',
    'add r0, r3, r2, ror #1',
  ),
  several(
    'tbb',
    'and r2, r0, #3',
    'tbb [pc, r2]',
    '7: .byte (1f - 7b) / 2, (2f - 7b) / 2, (3f - 7b) / 2, (4f - 7b) / 2',
    '1: adds r0, #1',
    '2: adds r0, #2',
    '3: eors r0, r1',
    '4: nop',
  ),
  several(
    'tbh',
    'and r2, r0, #1',
    'tbh [pc, r2, lsl #1]',
    '7: .short (1f - 7b) / 2, (2f - 7b) / 2',
    '1: eors r0, r1',
    '2: nop',
  ),
  several('cbz', 'cbz r1, 9f', 'mov r0, r1', '9: nop'),
  several('cbnz', 'cbnz r1, 9f', 'mov r0, #5', '9: nop'),
  ...CONDITIONS.map((condition) => several(`b${condition}.w`, `b${condition}.w 9f`, 'mov r0, r1', '9: nop')),
  several('b.w', 'b.w 9f', 'mov r0, r1', '9: nop'),
  ...CONDITIONS.flatMap(conditionally),
];

export const KINDS: readonly Kind[] = [...OF_16_BITS, ...OF_32_BITS];

const EDGES = [
  ...[0, 1, 2, 7, 8, 31, 32, 33, 64, 127, 128, 255, 256, 257, 0x7fff, 0x8000, 0xffff, 0x10000],
  ...[0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_ff80, 0xffff_fffe, 0xffff_ffff],
];

/** Flags before the instruction: none, all, and C and V alone. */
export const FLAGS = [0, 0xf000_0000, 0x2000_0000, 0x1000_0000] as const;

/** Both operands run through all of these. */
export function operands(seed: number): readonly number[] {
  const random = randomFrom(seed);
  const edges = isFew ? EDGES.filter((_, index) => index % 4 === seed % 4) : EDGES;
  return [...edges, ...Array.from({ length: isFew ? 4 : 8 }, () => random.uint32())];
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
MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 128K }
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
