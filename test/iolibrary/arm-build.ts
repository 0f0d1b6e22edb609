import { elfOf } from '../arm-elf.ts';
import { INCLUDE_FOLDERS, type Server } from './server.ts';

const LIBRARY = 'iolibrary/';

/** An ELF of the vendor's server for the arm engine. Throws what the compiler says, also when it is not there. */
export function armElf({ plan, own, library }: Server): Promise<Uint8Array> {
  const headers = INCLUDE_FOLDERS.flatMap((name) => ['-isystem', LIBRARY + name]);
  const foreign = new Map([...library].map(([path, text]) => [LIBRARY + path, text]));
  return elfOf({ own, foreign, flags: [...headers, `-D_WIZCHIP_=${plan.chip.name}`] });
}
