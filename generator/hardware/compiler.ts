/**
 * How the firmware is compiled, by keepwire and by the build files that it writes.
 *
 * No -fdata-sections: the variables of a file then share one base address, which is smaller on Cortex-M, and none of
 * them is unused.
 */
export const COMPILE_FLAGS = ['-std=c11', '-Os', '-g', '-ffreestanding', '-ffunction-sections', '-fno-common'] as const;

/** For CMake, which has a kind of build for a debugger: how far to optimise is not among them. */
export const CMAKE_FLAGS = COMPILE_FLAGS.filter((flag) => flag !== '-Os');

/**
 * Optimisation across files, at link time: what the build files of a whole firmware add by default. With functions that
 * are called once as functions of their own the examples are 72 to 172 bytes smaller (GCC 12.2, Cortex-M3).
 */
export const LTO_FLAGS = ['-flto', '-fno-inline-functions-called-once'] as const;

/** The warnings that the firmware is free of. */
export const WARNINGS = [
  '-Wall',
  '-Wextra',
  '-Wpedantic',
  '-Wconversion',
  '-Wsign-conversion',
  '-Wshadow',
  '-Wundef',
  '-Wstrict-prototypes',
  '-Wmissing-prototypes',
  '-Wcast-qual',
] as const;

/** The same, as errors. */
export const WARNING_FLAGS = [...WARNINGS, '-Werror'] as const;

/**
 * libgcc for arithmetic; newlib for memcpy and memset, which GCC may call even in freestanding code, and for what the
 * user's sources call. Its system calls that nobody defines always fail (nosys), and the linker warns of them.
 */
export const LIBRARIES: readonly string[] = [
  '-Wl,--start-group',
  ...['-lgcc', '-lc_nano', '-lm', '-lnosys'],
  '-Wl,--end-group',
];

/** The same where the compiler's driver links newlib by itself. */
export const LIBRARY_SPECS: readonly string[] = ['--specs=nano.specs', '--specs=nosys.specs'];

export const COMPILER = 'arm-none-eabi-gcc';
/** Debian and Ubuntu packages that bring the compiler and newlib. */
export const COMPILER_PACKAGES: readonly string[] = ['gcc-arm-none-eabi', 'libnewlib-arm-none-eabi'];
