import { HOST_SOURCES } from './sources.generated.ts';

/** The C files of the folder `c/`, path below it → text, so that they are at hand where no file system is. */
export const hostSources: ReadonlyMap<string, string> = new Map(Object.entries(HOST_SOURCES));
