import type { McuPlan } from '../../../contract/board.ts';

/** A variable, or the variables of one kind of a file, in wasm-ld's map: `1001c 0 50000 app.o:(.bss.big)`, in hex. */
const VARIABLE =
  /^ +[0-9a-f]+ +[0-9a-f]+ +(?<size>[0-9a-f]+) +(?<file>[^/:]+)\.o:\(\.(?:data|bss)(?:\.(?<name>[^)]*))?\)$/;

/**
 * What to say of firmware whose static data does not fit into the part's RAM; null when it fits. The stack, and what
 * the files hold that the host's take the place of, come on top and are not counted.
 *
 * @param map as wasm-ld prints it; files in folders are the host's
 */
export function ramExcess(map: string, { part, ram }: McuPlan): string | null {
  const variables = map.split('\n').flatMap((line) => {
    const { size = '', file = '', name = '' } = VARIABLE.exec(line)?.groups ?? {};
    return size === '' ? [] : [{ bytes: Number.parseInt(size, 16), place: `${name} in ${file}.c`.trim() }];
  });
  const bytes = variables.reduce((sum, variable) => sum + variable.bytes, 0);
  if (bytes <= ram.bytes) return null;
  const [largest] = variables.toSorted((a, b) => b.bytes - a.bytes);
  const most = largest === undefined ? '' : ` The most is ${largest.place}, ${largest.bytes} bytes.`;
  return `Its static data takes ${bytes} bytes of RAM; ${part} has ${ram.bytes}.${most}`;
}
