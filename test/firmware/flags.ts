/** All the warnings that the README promises, and more, typed here anew: what the product promises must not be read from the product. */
export const FLAGS: readonly string[] = [
  ...['-std=c11', '-mcpu=cortex-m3', '-mthumb', '-Os', '-ffreestanding', '-fno-common', '-c'],
  ...['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wsign-conversion', '-Wshadow', '-Wundef', '-Werror'],
  ...['-Wstrict-prototypes', '-Wmissing-prototypes', '-Wcast-qual'],
];
