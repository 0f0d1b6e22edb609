/** `simulate --watch` with a clock, files and runs of the test's own; and which files it looks at. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../generator/cli/command-line.ts';
import { Compiling } from '../../generator/cli/simulate/compiling.ts';
import { createLook } from '../../generator/cli/simulate/watch/files.ts';
import { type WatchParts, watch } from '../../generator/cli/simulate/watch/watch.ts';
import { keepwire, SPEC, workIn } from './keepwire.ts';
import { recordedIo } from './recorded-io.ts';
import { screenIo } from './screen.ts';

/** Ends a watch, which ends by itself never. */
class Over extends Error {}

/**
 * A watch whose files are what `filesAt` says of each moment. Each run takes `runMs`. Returns the moments at which runs
 * began and ended, and what was told.
 */
async function watched(filesAt: (ms: number) => Record<string, string>, runMs = 0, untilMs = 20_000) {
  const [began, ended, told]: [number[], number[], string[]] = [[], [], []];
  let nowMs = 0;
  const pause = async (ms: number): Promise<void> => {
    nowMs += ms;
    if (nowMs >= untilMs) throw new Over();
  };
  const parts: WatchParts = {
    look: () => new Map(Object.entries(filesAt(nowMs))),
    run: async () => {
      began.push(nowMs);
      await pause(runMs);
      ended.push(nowMs);
    },
    tell: (text) => void told.push(text.trim()),
    pause,
  };
  await expect(watch(parts)).rejects.toBeInstanceOf(Over);
  return { began, ended, told };
}

describe('when it runs', () => {
  test('once, and again when a file has changed and is quiet', async () => {
    const { began, told } = await watched((ms) => ({ 's.json': ms < 1000 ? 'a' : 'b', 'app.c': '1' }));
    expect(began).toHaveLength(2);
    expect(began[1]).toBeGreaterThanOrEqual(1000);
    expect(began[1]).toBeLessThanOrEqual(1000 + 250 + 300);
    expect(told[0]).toBe('Watching s.json, app.c. Ctrl-C ends.');
    expect(told[1]).toBe('changed: s.json. Running again.');
  });

  test('many files are counted', async () => {
    const { told } = await watched(() => ({ 's.json': '', a: '', b: '', c: '', d: '' }));
    expect(told).toEqual(['Watching 5 files: s.json, a, b, c, … Ctrl-C ends.']);
  });

  test('all files that are saved together are one change, whatever happened to each', async () => {
    const { began, told } = await watched((ms) => ({
      's.json': ms < 1000 ? 'a' : 'b',
      ...(ms < 1100 ? { 'old.c': '1' } : {}),
      ...(ms < 1400 ? {} : { 'new.c': '1' }),
    }));
    expect(began).toHaveLength(2);
    expect(told[1]).toBe('changed: s.json; new: new.c; gone: old.c. Running again.');
  });

  test('a file that is written all the time delays a run by some seconds only', async () => {
    const { began } = await watched((ms) => ({ 's.json': ms < 1000 ? '' : `${ms}` }), 0, 9000);
    const pauses = began.slice(1).map((ms, index) => ms - (began[index] ?? 0));
    expect(pauses.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1000 + 250 + 3000);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(3000);
  });

  test('never two at once; a change during a run is run again', async () => {
    const { began, ended, told } = await watched((ms) => ({ 's.json': ms < 2000 ? 'a' : 'b' }), 5000);
    expect(began).toHaveLength(2);
    expect(began[1]).toBeGreaterThanOrEqual(ended[0] ?? Infinity);
    expect(told).toContain('changed: s.json. Running again.');
  });

  test('a file that changes back is run again too: the run may have read it', async () => {
    const { began, told } = await watched((ms) => ({ 's.json': ms >= 1000 && ms < 1200 ? 'b' : 'a' }));
    expect(began).toHaveLength(2);
    expect(told[1]).toBe('changed: s.json. Running again.');
  });
});

describe('what it looks at', () => {
  const folder = workIn();
  const at = (path: string) => join(folder.path, path);
  const websocket = { path: '/ws', ping: { afterIdleS: 10, withinS: 2 }, page: 'page.html' };
  const spec = { ...JSON.parse(SPEC), sockets: [{ port: 80, count: 3, protocol: 'websocket', websocket }] };
  const lookWith = async (...words: string[]) => {
    const line = await parseCommandLine(['simulate', at('s.json'), '--out', at('out'), ...words]);
    if ('text' in line) throw new Error(line.text);
    return createLook(line.args);
  };
  const looked = async (...words: string[]) => {
    const look = await lookWith(...words);
    return () => [...look().keys()].map((path) => path.replace(`${folder.path}/`, ''));
  };

  test('spec, page, the C files beside the firmware, and scenario files', async () => {
    mkdirSync(at('out/s/build'), { recursive: true });
    folder.write('s.json', JSON.stringify(spec));
    folder.write('page.html', '<p>');
    for (const name of ['app.c', 'mine.h', 'notes.txt', 'build/x.c']) folder.write(`out/s/${name}`, '');
    folder.write('mine.json', '{}');
    const names = (await looked('--scenario', at('mine.json'), '--scenario', 'cable-cut'))();
    expect(names).toEqual(['s.json', 'page.html', 'out/s/app.c', 'out/s/mine.h', 'mine.json']);
  });

  test('a spec with an error keeps the files of the last right one', async () => {
    mkdirSync(at('out/s'), { recursive: true });
    folder.write('s.json', JSON.stringify(spec));
    folder.write('page.html', '<p>');
    folder.write('out/s/app.c', '');
    const names = await looked();
    expect(names()).toEqual(['s.json', 'page.html', 'out/s/app.c']);
    folder.write('s.json', '{');
    expect(names()).toEqual(['s.json', 'page.html', 'out/s/app.c']);
    rmSync(at('page.html'));
    expect(names()).toEqual(['s.json', 'out/s/app.c']);
  });

  test('other bytes in a file are another stamp', async () => {
    folder.write('s.json', SPEC);
    const look = await lookWith();
    const before = look().get(at('s.json'));
    expect(look().get(at('s.json'))).toBe(before);
    folder.write('s.json', `${SPEC} `);
    expect(look().get(at('s.json'))).not.toBe(before);
  });

  test.each([
    [['s.json', '--watch', '--json'], '--watch prints for people; leave out --json'],
    [['-', '--watch'], '--watch needs a spec in a file; stdin does not change'],
  ])('%j is refused', async (args, message) => {
    folder.write('s.json', SPEC);
    const { exitCode, stderr } = await keepwire(folder.path, ['simulate', ...args]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
  });
});

describe('the first compilation', () => {
  const ticker = () => {
    let nowMs = 0;
    const acts = new Set<() => void>();
    return {
      nowMs: () => nowMs,
      each: (_everyMs: number, act: () => void) => {
        acts.add(act);
        return () => void acts.delete(act);
      },
      pass: (ms: number) => {
        nowMs += ms;
        for (const act of acts) act();
      },
    };
  };

  test('counts its seconds on a terminal, and leaves nothing there', () => {
    const [io, time] = [screenIo(), ticker()];
    const compiling = new Compiling(io, false, time);
    compiling.begin();
    expect(io.last).toBe('Compiling for the host engine … 0 s; kept for later runs');
    time.pass(1000);
    time.pass(1000);
    expect(io.last).toBe('Compiling for the host engine … 2 s; kept for later runs');
    compiling.end();
    time.pass(1000);
    expect(io.screen).toEqual([]);
  });

  test('is a line on stderr elsewhere, and nothing with --json', () => {
    const [io, quiet] = [recordedIo(), recordedIo()];
    new Compiling(io, false, ticker()).begin();
    expect([io.stdout, io.stderr]).toEqual([[], ['Compiling for the host engine …']]);
    new Compiling(quiet, true, ticker()).begin();
    expect([quiet.stdout, quiet.stderr]).toEqual([[], []]);
  });
});
