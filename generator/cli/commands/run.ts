import { harmless } from '../../../document/words/printed.ts';
import { checkTap } from '../../../live/checks.ts';
import type { Ended } from '../../../live/device-thread.ts';
import { checkNetworkIsFree, hostAddress, prefixLength } from '../../../live/host-address.ts';
import { runSession } from '../../../live/session.ts';
import { createTelling } from '../../../live/telling.ts';
import { NS_PER_MS } from '../../../simulator/clock.ts';
import { jsonCpu } from '../../../simulator/report/json.ts';
import { seconds } from '../../../simulator/words.ts';
import { CliError } from '../cli-error.ts';
import type { ExitCode, Run } from '../commands.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { readOneSpec } from '../read-specs.ts';
import { checkCapture } from '../simulate/captures.ts';

/** Runs firmware in real time with its chip on a TAP device, until the user or the firmware ends it. */
export const run: Run = async (args, io) => {
  const { specs, elf } = programOf(args);
  const { plan } = readOneSpec(specs);
  const { network } = plan;
  const address = hostAddress(network, args['host-ip']);
  const tapName = args.tap;
  checkTap(tapName);
  checkNetworkIsFree(network);
  if (args.pcap !== undefined) checkCapture(args.pcap);
  const telling = createTelling({ plan, io, tapName, hostIp: address, json: args.json });
  const tap = { name: tapName, address, prefix: prefixLength(network) };
  const ended = await runSession({ plan, args: { ...args, elf }, io, tap, telling });
  const exitCode: ExitCode = ended.result.end === 'stopped' ? 0 : 1;
  const { frames, timeline } = telling;
  const seen = { tap: tapName, hostIp: address, frames, timeline };
  if (args.json) io.json({ ok: exitCode === 0, ...documentOf(ended), ...seen });
  else tellEnd(ended, frames, io);
  return exitCode;
};

/** A spec, whose firmware is built; or an ELF, with the spec that says what board it is put on. */
function programOf({ files, spec }: Args): { readonly specs: readonly string[]; readonly elf: string | undefined } {
  const [file = ''] = files;
  const isElf = file.toLowerCase().endsWith('.elf');
  if (isElf && spec === undefined) {
    throw new CliError(
      2,
      `--spec is missing: which spec has the wiring, part and network that ${harmless(file)} is for?`,
    );
  }
  if (!isElf && spec !== undefined) throw new CliError(2, '--spec goes with an ELF, whose name ends in .elf');
  return isElf ? { specs: [spec ?? ''], elf: file } : { specs: files, elf: undefined };
}

function documentOf({ engine, result, nowNs, lostNs }: Ended) {
  const { end, reason, where, stats } = result;
  return {
    engine,
    end,
    reason: reason ?? null,
    where: where ?? null,
    simulatedMs: nowNs / NS_PER_MS,
    lostMs: lostNs / NS_PER_MS,
    stats: { ...stats, cpu: jsonCpu(stats.cpu) },
  };
}

function tellEnd({ result, nowNs, lostNs }: Ended, frames: number, io: Io): void {
  const lost = lostNs === 0 ? '' : `; virtual time has lost ${seconds(lostNs)}, the machine was too slow`;
  io.out(`\nEnded after ${seconds(nowNs)}, ${frames} frames${lost}.`);
  if (result.end === 'stopped') return;
  const where = result.where === undefined ? '' : `, in ${result.where}`;
  throw new CliError(1, `the firmware has ended (${result.end}): ${result.reason ?? 'no reason known'}${where}`);
}
