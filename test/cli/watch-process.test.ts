/** `simulate --watch` as a user starts it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { BINARY } from './installed.ts';
import { CACHE, SPEC, workIn } from './keepwire.ts';

const folder = workIn();

/** Waits for a text on a stream, from the last found one on. */
function said(stream: NodeJS.ReadableStream): (what: RegExp) => Promise<void> {
  let [printed, seen] = ['', 0];
  stream.on('data', (bytes) => {
    printed += String(bytes);
  });
  return async (what) => {
    for (let tries = 0; tries < 3000; tries++) {
      const found = what.exec(printed.slice(seen));
      seen += found === null ? 0 : found.index + found[0].length;
      if (found !== null) return;
      await after(20);
    }
    throw new Error(`${what} is not printed:\n${printed}`);
  };
}

test('runs again after each change, survives errors, and ends with Ctrl-C', async () => {
  folder.write('s.json', SPEC);
  const args = [BINARY, 'simulate', 's.json', '--watch', '--scenario', 'echo'];
  const options = { cwd: folder.path, reject: false, env: { XDG_CACHE_HOME: CACHE } } as const;
  const child = execa(process.execPath, args, options);
  // The two streams may arrive in any order.
  const [onOut, onErr] = [said(child.stdout), said(child.stderr)];
  await onOut(/PASS/);
  await onOut(/Watching s\.json\. Ctrl-C ends\./);

  folder.write('s.json', SPEC.replace('10', 'ten'));
  await onOut(/changed: s\.json\. Running again\./);
  await onErr(/s\.json:1:\d+/);
  await onOut(/Watching/);

  folder.write('s.json', SPEC.replace('10', '12'));
  await onOut(/changed: s\.json\. Running again\./);
  await onOut(/PASS/);
  await onOut(/Watching/);

  mkdirSync(join(folder.path, 'out/s'), { recursive: true });
  folder.write('out/s/app.c', 'this is no C\n');
  await onOut(/new: out[/\\]s[/\\]app\.c\. Running again\./);
  await onErr(/does not compile for the host engine:/);
  await onOut(/Watching s\.json, out[/\\]s[/\\]app\.c\./);

  child.kill('SIGINT');
  expect((await child).signal).toBe('SIGINT');
  expect(readFileSync(join(folder.path, 'out/s/app.c'), 'utf8')).toBe('this is no C\n');
});
