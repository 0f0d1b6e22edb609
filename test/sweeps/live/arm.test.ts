/** The machine code that is flashed, in real time, and the kernel's TCP on the other end: nothing of ours between but the chip. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type TestContext } from 'vitest';
import { render } from '../../../generator/emit/render.ts';
import { buildArmFirmware } from '../../../generator/toolchain/arm-engine.ts';
import { cache } from '../../build-cache.ts';
import { DEVICE_IP, type Desk } from '../../live/kernel/desk.ts';
import { KA_SEND_MS, NO_DATA_MS, onDesk, POLL_MS, TCP_TIMEOUT_MS } from '../../live/kernel/on-desk.ts';
import { whyMissing } from '../../tools.ts';

async function elfOf({ plan }: Desk, { skip }: TestContext): Promise<Uint8Array> {
  const reason = whyMissing('compiler', 'newlib');
  skip(reason !== null, reason ?? '');
  const result = await buildArmFirmware({ files: render(plan), plan, cache });
  if (result.kind !== 'built') throw new Error(JSON.stringify(result));
  return result.elf;
}

onDesk(
  'W5500: the part’s own instructions answer pings, echo, and detect a cut cable within the bound',
  {},
  async (desk, context) => {
    await elfOf(desk, context);
    await desk.powerUp(1, '--engine', 'arm');
    expect(await desk.exec('ping', ['-c', '5', '-i', '0.1', DEVICE_IP])).toContain('5 received');
    const client = desk.client(`
link = dial()
echo(link, 30000)
say('connected')
wait_for_line()`);
    await client.line();
    await desk.seen(/^socket 0: probe answered/);
    desk.press('c');
    const cut = await desk.seen(/^cable cut$/);
    const detected = await desk.seen(/^socket 0: ESTABLISHED → CLOSED \(timeout\)$/);
    expect(detected.atMs - cut.atMs).toBeLessThanOrEqual(NO_DATA_MS + KA_SEND_MS + TCP_TIMEOUT_MS + POLL_MS);
    await desk.seen(/listens again$/);
    client.kill();
    expect(await desk.quit()).toBe(0);
  },
);

onDesk('W5200: an ELF of the user’s, on the board of a spec', { chip: 'W5200' }, async (desk, context) => {
  writeFileSync(join(desk.folder, 'mine.elf'), await elfOf(desk, context));
  desk.program = ['mine.elf', '--spec', 's.json'];
  await desk.powerUp();
  await desk.python('echo(dial(), 5000)');
  await desk.seen(/reason peer-closed|CLOSE_WAIT/);
  expect(await desk.quit()).toBe(0);
});
