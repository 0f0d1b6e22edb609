import { readFileSync } from 'node:fs';
import { codeOf } from '../files/system-error.ts';
import type { FileSet } from './files.ts';
import { withUnixLineEnds } from './manifest.ts';

/**
 * What separates the files below `folder` from what `generate` would write, as a unified diff per path in `stale`:
 * `-` is what lies there, `+` what would be written. Line ends that differ are not shown.
 */
export async function diffOf(folder: string, files: FileSet, stale: readonly string[]): Promise<string> {
  // Loaded here because only a check that fails needs it.
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const patches = stale.map((path) => {
    const present = textOf(`${folder}/${path}`);
    const wanted = texts.get(path) ?? null;
    const oldName = present === null ? '/dev/null' : `${folder}/${path}`;
    const newName = wanted === null ? '/dev/null' : path;
    return createTwoFilesPatch(oldName, newName, present ?? '', wanted ?? '', undefined, undefined, {
      context: 3,
      headerOptions: FILE_HEADERS_ONLY,
    });
  });
  return patches.join('');
}

function textOf(path: string): string | null {
  try {
    return withUnixLineEnds(readFileSync(path, 'utf8'));
  } catch (error) {
    // A broken link reads as nothing; so does a file that is gone by now.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EISDIR') return null;
    throw error;
  }
}
