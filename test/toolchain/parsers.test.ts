import { describe, expect, test } from 'vitest';
import type { FileSet } from '../../generator/emit/files.ts';
import { parseWarnings } from '../../generator/toolchain/diagnostics.ts';
import { parseMap } from '../../generator/toolchain/map.ts';
import { sizesOf } from '../../generator/toolchain/sizes.ts';

const REGIONS = { flash: { origin: 0x0800_0000, bytes: 0x1_0000 }, ram: { origin: 0x2000_0000, bytes: 0x5000 } };

/** As GNU ld 2.40 writes it, shortened. */
const MAP = `
Discarded input sections

 .text.unused   0x00000000       0x40 build/kw_port.o

Memory Configuration

Name             Origin             Length             Attributes
FLASH            0x08000000         0x00010000         xr

Linker script and memory map

LOAD build/kw_startup.o

.isr_vector     0x08000000       0x10
 *(.isr_vector)
 .isr_vector    0x08000000       0x10 build/kw_startup.o
                0x08000000                kw_vectors

.text           0x08000010       0x3a
 *(.text*)
 .text.kw_port_write_and_something_long
                0x08000010       0x20 build/kw_port.o
                0x08000010                kw_port_write_and_something_long
 .text.memcpy   0x08000030       0x16 /usr/lib/arm-none-eabi/lib/thumb/v7-m/nofp/libc_nano.a(memcpy.o)
 *fill*         0x08000046        0x2 
 .rodata.table  0x08000048        0x2 build/app.o

.data           0x20000000        0x4 load address 0x0800004c
 .data.state    0x20000000        0x4 build/kw_port.o

.bss            0x20000004       0x10 load address 0x08000050
 .bss.buffer    0x20000004        0xc build/app.o
 COMMON         0x20000010        0x4 build/app.o

.comment        0x00000000       0x32
 .comment       0x00000000       0x32 build/app.o
`;

const FILES: FileSet = [
  { path: 'kw_startup.c', text: '', layer: 'platform', owner: 'keepwire', startup: true },
  { path: 'kw_port.c', text: '', layer: 'platform', owner: 'keepwire' },
  { path: 'app.c', text: '', layer: 'app', owner: 'user' },
];

test('a map file gives flash and RAM by layer and in total', () => {
  expect(sizesOf(parseMap(MAP, REGIONS), FILES)).toEqual({
    flash: 0x10 + 0x20 + 0x16 + 0x2 + 0x2 + 0x4,
    ram: 0x4 + 0xc + 0x4,
    layers: {
      startup: { flash: 0x10, ram: 0 },
      platform: { flash: 0x20 + 0x4, ram: 0x4 },
      app: { flash: 0x2, ram: 0xc + 0x4 },
      library: { flash: 0x16, ram: 0 },
    },
  });
});

describe('diagnostics', () => {
  test.each([
    [
      'a warning',
      "app.c:3:9: warning: unused variable 'x' [-Wunused-variable]",
      [{ file: 'app.c', line: 3, column: 9, message: "unused variable 'x'", option: '-Wunused-variable' }],
    ],
    [
      'a warning that is an error',
      'kw_port.c:12:1: error: conversion may change value [-Werror=conversion]',
      [{ file: 'kw_port.c', line: 12, column: 1, message: 'conversion may change value', option: '-Wconversion' }],
    ],
    [
      'a warning without a name',
      'a.c:1:2: warning: something',
      [{ file: 'a.c', line: 1, column: 2, message: 'something', option: null }],
    ],
    ['a real error', "app.c:1:1: error: unknown type name 'foo'", []],
    ['notes and carets', "app.c: In function 'f':\napp.c:1:1: note: declared here\n   1 | x\n     | ^", []],
  ])('%s', (_name, stderr, want) => expect(parseWarnings(stderr)).toEqual(want));
});
