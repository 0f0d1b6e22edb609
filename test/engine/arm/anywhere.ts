import { beforeEach, describe, expect, test } from 'vitest';
import { WFI } from '../../../simulator/engine/arm/core/opcodes.ts';
import type { FirmwareImage } from '../../../simulator/engine/arm/elf.ts';
import { createArmEngine } from '../../../simulator/engine/arm/engine.ts';
import type { ArmEngineOptions } from '../../../simulator/engine/arm/options.ts';
import type { Board } from '../../../simulator/engine/engine.ts';
import {
  type At,
  type Path,
  type Point,
  pathsFrom,
  playPath,
  pointsOf,
  sampled,
  subjectOf,
} from '../../keepalive/paths.ts';
import { MS, playEngine } from '../../note/stage.ts';
import { type ArmBuilt, buildOnce } from './build.ts';

/** The crystal and the PLL start within 2.2 ms (datasheet of the STM32F103, tables 22 and 27); the program clears its memory before. */
const START_NS = 2.5 * MS;

/**
 * So that a run takes milliseconds of the machine's time, the firmware counts so many of its own for a second, and its
 * hold of probes is as much shorter. Nothing else is changed: the second is in the tick's handler alone, and no point
 * lies in there.
 */
const SECOND_MS = 40;

/**
 * When the path begins: the first second that ends after the chip is ready (150 ms after its reset for the W5200,
 * 50 ms for the W5500), a half of it to connect before. And how many points of a path are tried, evenly spread; in the
 * tier of the sweeps each.
 */
const CHIPS = [
  { chip: 'W5500', atS: 2, most: 100 },
  { chip: 'W5200', atS: 5, most: 25 },
] as const;

/** Functions of which one is called when the loop has something to do; when it only looks, none is. */
const HANDLING = [
  'kw_app_connected',
  'kw_app_received',
  'kw_app_ended',
  'kw_chip_command',
  'kw_chip_open',
  'kw_keepalive_count',
  'kw_keepalive_probed',
  'kw_keepalive_stop',
];

/** Instructions from each wake-up in which something is handled to the WFI behind it. */
function handling(points: readonly Point[], { flash, symbols }: FirmwareImage, origin: number): readonly Point[] {
  const code = new DataView(flash.buffer);
  const marks = new Set(HANDLING.flatMap((name) => symbols.named(name)?.address ?? []));
  const stretches: Point[][] = [[]];
  for (const point of points) {
    stretches.at(-1)?.push(point);
    if (code.getUint16(point.address - origin, true) === WFI) stretches.push([]);
  }
  return stretches.filter((stretch) => stretch.some(({ address }) => marks.has(address))).flat();
}

/** Tests the paths of these numbers; they are many runs, and files of their own run side by side. */
export function testAnywhere(paths: readonly number[]): void {
  describe.each(CHIPS)('the tick before a single instruction, $chip', (row) => testOn(row, paths));
}

function testOn({ chip, atS, most }: (typeof CHIPS)[number], paths: readonly number[]): void {
  const subject = subjectOf(chip);
  let built: ArmBuilt;
  beforeEach(async () => {
    const second = (text: string): string => text.replace('second_ms < 1000U', `second_ms < ${SECOND_MS}U`);
    const hold = (text: string): string =>
      text.replace(/(?<=KW_PROBE_HOLD_MS )\d+/, (ms) => `${Math.floor((Number(ms) * SECOND_MS) / 1000)}`);
    built ??= await buildOnce(subject.plan, { 'kw_keepalive.c': second, 'kw_config.h': hold });
  });
  type Ask = NonNullable<ArmEngineOptions['interruptAt']>;
  const on = (interruptAt: Ask) => (board: Board) => createArmEngine({ ...board, image: built.image, interruptAt });
  /** Undisturbed, with each point shown. */
  const shown = (path: Path, at: At) =>
    playPath(path, at, (interruptAt, untilNs, script) => playEngine(subject, on(interruptAt), { untilNs }, script));
  /** Disturbed at one point, whose address is told. */
  const disturbed = (path: Path, chosen: number) => {
    let delivered = 0;
    const ask: Ask = (point, address) => {
      if (point !== chosen) return false;
      delivered = address;
      return 'last';
    };
    const played = playPath(
      path,
      () => false,
      (_, untilNs, script) => playEngine(subject, on(ask), { untilNs }, script),
    );
    return { ...played, delivered };
  };

  const all = pathsFrom(START_NS, { secondNs: SECOND_MS * MS, atS });
  test.each(paths.map((number) => all[number] as (typeof all)[number]))(
    'while %s',
    { timeout: 900_000 },
    (name, path) => {
      const points = handling(
        pointsOf(path, (at) => shown(path, at)),
        built.image,
        built.plan.mcu.flash.origin,
      );
      const tried = sampled(points, most);
      const outcomes = new Set<string>();
      for (const { point: chosen, address } of tried) {
        const { delivered, outcome, wrong } = disturbed(path, chosen);
        expect(wrong, `${chip}, ${name}, the tick before instruction ${chosen}`).toEqual([]);
        expect(delivered).toBe(address); // the run is the same up to there
        outcomes.add(outcome);
      }
      expect(tried.length).toBeGreaterThan(20);
      const of = `${points.length} points, ${new Set(points.map(({ address }) => address)).size} different instructions`;
      console.log(`${chip}, ${name}: ${tried.length} tried of ${of}; outcomes ${[...outcomes].join('; ')}`);
    },
  );
}
