import type { Plan } from '../../../contract/plan.ts';
import { COMPILE_FLAGS, WARNING_FLAGS } from '../../hardware/compiler.ts';

/** What the build files and the README print, beside the numbers. */
export function projectView(plan: Plan) {
  const { mcu } = plan;
  const target = cmakeTarget(plan.name);
  const spl = mcu.platform === 'spl';
  const linkerScript = `${mcu.part}.ld`;
  const flags = [...mcu.coreFlags, ...COMPILE_FLAGS].join(' ');
  return {
    target,
    spl,
    registers: !spl,
    linkerScript,
    coreFlags: mcu.coreFlags.join(' '),
    compileOptions: [
      ...mcu.coreFlags,
      ...COMPILE_FLAGS,
      ...WARNING_FLAGS.filter((flag) => !spl || !SPL_HEADERS_BREAK.includes(flag)),
    ],
    oneLine: spl
      ? `arm-none-eabi-gcc ${flags} -D${mcu.splDensity} -DUSE_STDPERIPH_DRIVER $(find "$SPL" -name '*.h' -exec dirname {} + | sort -u | sed 's/^/-isystem /') -c *.c`
      : `arm-none-eabi-gcc ${flags} -nostartfiles --specs=nano.specs -Wl,--gc-sections -T ${linkerScript} -o ${target}.elf *.c`,
  };
}

/** With -isystem the vendor's headers are quiet, but their macros expand in our code. */
const SPL_HEADERS_BREAK: readonly string[] = ['-Wpedantic', '-Wcast-qual'];

/** A CMake target must not hold `.` at its ends or spaces; the spec's name is already a safe file name. */
function cmakeTarget(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, '_');
}
