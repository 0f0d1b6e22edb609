/** The machine code that is flashed, behind a cable, in virtual time. */
import { expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { buildArmFirmware } from '../../generator/toolchain/arm-engine.ts';
import { loadElf } from '../../simulator/engine/arm/elf.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import { cache } from '../build-cache.ts';
import { needTools } from '../tools.ts';
import { BRISK, planOfText } from '../whole/firmware.ts';
import { DEVICE_IP, type Script, VirtualDesk } from './virtual-desk.ts';

/** Of BRISK in ms: seconds without data, between probes, the chip's waits; and a poll. */
const BOUND_MS = 1000 + 1000 + 1500 + 20;

test('it echoes, and detects a cut cable within the bound', async () => {
  needTools('compiler', 'newlib');
  const spec = { ...BRISK, chip: 'W5500' };
  const plan = planOfText(JSON.stringify(spec));
  const built = await buildArmFirmware({ files: render(plan), plan, cache });
  if (built.kind !== 'built') throw new Error(JSON.stringify(built));
  const image = loadElf(built.elf, plan.mcu);
  const desk = new VirtualDesk(spec, plan, (board) => createArmEngine({ ...board, image }));
  const result = desk.run(script(desk));
  expect(result.stats.cpu?.instructions).toBeGreaterThan(10_000);
});

function* script(desk: VirtualDesk): Script {
  yield* desk.poweredUp();
  const client = desk.host().connect(Uint8Array.from(DEVICE_IP.split('.').map(Number)), 5000);
  yield () => client.state === 'ESTABLISHED';
  client.send(new Uint8Array(30_000).fill(0x55));
  yield () => client.received.length === 30_000;
  yield* desk.seen(/^socket 0: probe answered/);
  desk.press('c');
  const cut = yield* desk.seen(/^cable cut$/);
  const detected = yield* desk.seen(/^socket 0: ESTABLISHED → CLOSED \(timeout\)$/);
  expect(detected.atMs - cut.atMs).toBeLessThanOrEqual(BOUND_MS);
  yield* desk.seen(/listens again$/);
}
