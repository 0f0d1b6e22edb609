/** Specs of firmware that joins a project: its board, pins and time are the project's. */
import type { Spec } from '../../contract/spec.ts';
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import { planOfText, standInOf } from '../whole/firmware.ts';

export const GUESTS = ['hal', 'custom', 'iolibrary-owned'] as const satisfies readonly Spec['mcu']['platform'][];
/** Those that lock the bus themselves; ioLibrary has its own lock. */
export const SHARING = ['hal', 'custom'] as const satisfies readonly Guest[];
export type Guest = (typeof GUESTS)[number];

/** What makes a spec one of a guest; all pins are wired. */
export function guest(platform: Guest, wiring: object = {}) {
  return {
    mcu: { platform },
    timer: { source: 'millis' },
    wiring: {
      ...(platform === 'iolibrary-owned' ? {} : { cs: 'W5500_CS' }),
      ...{ reset: 'W5500_RST', interrupt: 'PB1' },
      ...wiring,
    },
  };
}

/** By their names: the firmware's files with a stand-in for main.h, and kw_port.c as a user has it who has filled it in. */
export function filesToCompile(spec: object, name = 'test'): ReadonlyMap<string, string> {
  const plan = planOfText(JSON.stringify(spec), name);
  const main = benchFiles(plan).filter(({ path }) => path === 'main.h');
  const library = standInOf(plan).map((file) => ({ ...file, text: Buffer.from(file.bytes ?? []).toString() }));
  const headers = library.filter(({ path }) => path === 'wizchip_conf.h');
  const texts = [...render(plan), ...main, ...headers].map(
    ({ path, text }) => [path, text.replace(/^#error .*\n/m, '')] as const,
  );
  return new Map(texts);
}
