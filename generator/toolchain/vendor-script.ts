import type { McuPlan } from '../../contract/board.ts';
import { hex } from '../firmware/c-text.ts';

/** A linker script with the symbols that ST's start-up files and newlib expect, for the part's memory. */
export function vendorScript(mcu: McuPlan): string {
  return `ENTRY(Reset_Handler)
_estack = ${hex(mcu.ram.origin + mcu.ram.bytes, 8)};
MEMORY
{
  FLASH (rx) : ORIGIN = ${hex(mcu.flash.origin, 8)}, LENGTH = ${mcu.flash.bytes}
  RAM (rwx) : ORIGIN = ${hex(mcu.ram.origin, 8)}, LENGTH = ${mcu.ram.bytes}
}
SECTIONS
{
  .isr_vector : { KEEP(*(.isr_vector)) } > FLASH
  .text : { *(.text*) *(.rodata*) KEEP(*(.init)) KEEP(*(.fini)) . = ALIGN(4); _etext = .; } > FLASH
  .ARM.exidx : { *(.ARM.exidx*) } > FLASH
  .init_array :
  {
    PROVIDE_HIDDEN(__preinit_array_start = .);
    KEEP(*(.preinit_array*))
    PROVIDE_HIDDEN(__preinit_array_end = .);
    PROVIDE_HIDDEN(__init_array_start = .);
    KEEP(*(SORT(.init_array.*) .init_array*))
    PROVIDE_HIDDEN(__init_array_end = .);
  } > FLASH
  _sidata = LOADADDR(.data);
  .data : { . = ALIGN(4); _sdata = .; *(.data*) . = ALIGN(4); _edata = .; } > RAM AT > FLASH
  .bss (NOLOAD) : { . = ALIGN(4); _sbss = .; *(.bss*) *(COMMON) . = ALIGN(4); _ebss = .; end = .; } > RAM
}
`;
}
