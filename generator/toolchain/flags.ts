/** What each translation unit of the firmware is compiled with, beside the part's core flags. */
export const COMPILE_FLAGS: readonly string[] = [
  '-std=c11',
  '-Os',
  '-g',
  '-ffreestanding',
  '-ffunction-sections',
  '-fdata-sections',
  '-fno-common',
];

/** Warnings that the firmware is free of, each an error. */
export const WARNING_FLAGS: readonly string[] = [
  '-Wall',
  '-Wextra',
  '-Wpedantic',
  '-Wconversion',
  '-Wshadow',
  '-Wundef',
  '-Wstrict-prototypes',
  '-Werror',
];

/** libgcc for arithmetic; memcpy and memset, which GCC may call even in freestanding code, come from newlib. */
export const LIBRARIES: readonly string[] = ['-Wl,--start-group', '-lgcc', '-lc_nano', '-Wl,--end-group'];

export const COMPILER = 'arm-none-eabi-gcc';
/** Debian and Ubuntu packages that bring the compiler and newlib. */
export const COMPILER_PACKAGES: readonly string[] = ['gcc-arm-none-eabi', 'libnewlib-arm-none-eabi'];
