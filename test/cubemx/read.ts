import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileReading, FileRefusal } from '../../generator/cubemx/fact.ts';
import { type CubeProject, type FileReader, readCubeProject } from '../../generator/cubemx/project.ts';

/** Projects of our own, written after the example of real ones. */
export const PROJECTS = join(import.meta.dirname, 'projects');

/** Files below a folder, as readCubeProject asks for them. */
export function filesBelow(folder: string): FileReader {
  return (path) => {
    try {
      return readFileSync(join(folder, path));
    } catch {
      return null;
    }
  };
}

/** The facts of a project that must be readable. */
export function projectIn(folder: string, file: string): CubeProject {
  return projectOf(readCubeProject(file, filesBelow(folder)));
}

/** A project whose only file is this text. */
export function reading(text: string | Uint8Array): FileReading<CubeProject> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return readCubeProject('x.ioc', (path) => (path === 'x.ioc' ? bytes : null));
}

export function refusalOf(text: string | Uint8Array): FileRefusal {
  const read = reading(text);
  if (read.ok) throw new Error('the file was not refused');
  return read.refusal;
}

function projectOf(read: FileReading<CubeProject>): CubeProject {
  if (!read.ok) throw new Error(`${read.refusal.line}:${read.refusal.column}: ${read.refusal.message}`);
  return read.value;
}
