/** A chip check in real time, with the TCP, UDP and ARP of the kernel as its far side. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { renderChipCheck } from '../../../generator/emit/chip-check.ts';
import { buildArmFirmware } from '../../../generator/toolchain/arm-engine.ts';
import { conclude } from '../../../peer/chip-check/report/conclude.ts';
import { isLastLine, parseReport } from '../../../peer/chip-check/report/lines.ts';
import { DEFAULT_SWITCHES } from '../../../simulator/chip/model/switches.ts';
import { cache } from '../../build-cache.ts';
import { checkPlan } from '../../chip-check/bed.ts';
import { onDesk } from '../../live/kernel/on-desk.ts';
import { whyMissing } from '../../tools.ts';

/** They need a far side that makes its own frames. */
const RAW = ['impossibleSources', 'initialSequence', 'probeOctet', 'rstInWindow', 'strayAtListen'];

onDesk('25 of 30 switches are found', {}, async (desk, { skip }) => {
  const reason = whyMissing('compiler', 'newlib');
  skip(reason !== null, reason ?? '');
  const { chip, mcu, network, timer } = desk.plan;
  const text = JSON.stringify({
    chip: chip.name,
    keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
    mcu: { part: mcu.part },
    timer: { prescaler: timer.psc },
    network: { ip: network.ip.join('.'), gateway: network.gateway.join('.') },
  });
  const plan = checkPlan(text);
  const result = await buildArmFirmware({ files: renderChipCheck(plan), plan, cache });
  if (result.kind !== 'built') throw new Error(JSON.stringify(result));
  writeFileSync(join(desk.folder, 'check.elf'), result.elf);
  desk.program = ['check.elf', '--spec', 's.json'];
  await desk.powerUp();
  const peer = desk.peer('--chip-check', '--for', '170');
  let report = '';
  while (!report.split('\n').some(isLastLine)) report += `${await peer.line()}\n`;
  expect(await peer.ended()).toBe(0);
  const found = Object.entries(conclude(parseReport(report)));
  const missing = found.flatMap(([name, it]) => ('value' in it ? [] : [name]));
  expect(missing.sort(), report).toEqual(RAW);
  const wrong = found.filter(([name, it]) => {
    const isExact = 'value' in it && it.range === undefined;
    return isExact && it.value !== DEFAULT_SWITCHES[name as keyof typeof DEFAULT_SWITCHES];
  });
  expect(wrong, report).toEqual([]);
  expect(await desk.quit()).toBe(0);
});
