/** A piece of memory that one object file brought into the image. */
export interface Placement {
  /** The object file as the linker names it; `libgcc.a(_udivsi3.o)` for members of archives, null for padding. */
  readonly object: string | null;
  readonly bytes: number;
  readonly flash: boolean;
  readonly ram: boolean;
}

interface Region {
  readonly origin: number;
  readonly bytes: number;
}

const JOINED = /^(?<name>\S+|\*fill\*)\s+0x(?<address>[0-9a-f]+)\s+0x(?<size>[0-9a-f]+)(?:\s+(?<rest>.*))?$/;
/** Sections that take RAM and no place in the image, whatever load address the linker prints for them. */
const NO_BITS = /bss|noinit|stack|heap/;

/**
 * What lies where, from the map file that GNU ld writes (`-Map`). Sections outside both regions, such as debugging
 * information, count nowhere; initialised data counts in both, being copied from flash to RAM at start.
 */
export function parseMap(text: string, regions: { readonly flash: Region; readonly ram: Region }): Placement[] {
  const start = text.indexOf('Linker script and memory map');
  const placements: Placement[] = [];
  let output = { flash: false, ram: false };
  for (const line of joinedLines(start === -1 ? text : text.slice(start))) {
    const { name, address, size, rest = '' } = JOINED.exec(line.trim())?.groups ?? {};
    if (name === undefined || address === undefined) continue;
    const at = Number.parseInt(address, 16);
    const bytes = Number.parseInt(size ?? '0', 16);
    if (!line.startsWith(' ')) {
      const ram = holds(regions.ram, at);
      const load = Number.parseInt(/load address 0x([0-9a-f]+)/.exec(rest)?.[1] ?? '0', 16);
      const flash = holds(regions.flash, at) || (ram && holds(regions.flash, load) && !NO_BITS.test(name));
      output = { flash, ram };
    } else if (bytes > 0 && (output.flash || output.ram) && (name === '*fill*' || rest !== '')) {
      placements.push({ object: name === '*fill*' ? null : rest, bytes, ...output });
    }
  }
  return placements;
}

function holds(region: Region, address: number): boolean {
  return address >= region.origin && address < region.origin + region.bytes;
}

/** A long section name stands alone and its numbers follow on the next line: one line of both. */
function joinedLines(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const last = lines.at(-1);
    if (last !== undefined && /^ ?[.*\w]\S*$/.test(last) && /^\s+0x/.test(line)) lines[lines.length - 1] = last + line;
    else lines.push(line);
  }
  return lines;
}
