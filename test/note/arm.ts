import { readFileSync } from 'node:fs';
import type { Plan } from '../../contract/plan.ts';
import { render } from '../../generator/emit/render.ts';
import { elfOf } from '../arm-elf.ts';
import type { Subject } from './subject.ts';

const HOST = new URL('../../simulator/engine/host/c/', import.meta.url);
const STAND_INS = ['host_spl.c', 'misc.h', 'stm32f10x.h', 'stm32f10x_rcc.h', 'stm32f10x_tim.h'];
/** On the part a bus address is the address. */
const REGISTERS = `#include <stdint.h>
#define KW_REG(address) ((void *)(uintptr_t)(address))
`;
const BOARD = /^kw_(port|clock|startup)\.c$|^kw_(port|clock|stm32f1)\.h$|\.ld$/;

/**
 * The application note's firmware for the arm engine, on the board of `plan` (platform `registers`): its timer, its
 * interrupt routine and its loop over the same stand-in for the vendor's library as on the host.
 */
export function noteElf(note: Subject, plan: Plan): Promise<Uint8Array> {
  const board = render(plan).filter(({ path }) => BOARD.test(path));
  const spl = STAND_INS.map((name) => [name, readFileSync(new URL(`spl/${name}`, HOST), 'utf8')] as const);
  const own = new Map(board.map(({ path, text }) => [path, text] as const));
  const theirs = [...note.files].filter(([path]) => !own.has(path));
  const { clock, platform } = note.plan;
  const clocks = { SYSCLK: clock.sysclkHz, HCLK: clock.hclkHz, PCLK1: clock.pclk1Hz, PCLK2: clock.pclk2Hz };
  const hertz = Object.entries(clocks).map(([name, hz]) => `-DKW_HOST_${name}_HZ=${hz}u`);
  return elfOf({
    own: new Map([...own, ...theirs.filter(([path]) => path === 'kw_timer.h')]),
    foreign: new Map([...theirs, ...spl, ['host_registers.h', REGISTERS]]),
    flags: [...(platform.library?.defines ?? []).map((name) => `-D${name}`), ...hertz],
  });
}
