import { join } from 'node:path';
import { harmless } from '../../../document/words/printed.ts';
import { checkTap, mayAdministerNetwork } from '../../../live/network/checks.ts';
import { checkNetworkIsFree, hostAddress, prefixLength } from '../../../live/network/host-address.ts';
import { openTap } from '../../../live/network/tap.ts';
import { runSession } from '../../../live/session.ts';
import type { Ended } from '../../../live/thread/messages.ts';
import { NS_PER_MS } from '../../../simulator/clock.ts';
import { jsonCpu } from '../../../simulator/report/json.ts';
import { timeText } from '../../../simulator/words.ts';
import { CliError, type ExitCode } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import { firmwareFolder } from '../firmware-folder.ts';
import type { Io } from '../io.ts';
import { openCaptureFile } from '../live/capture-file.ts';
import { asCliError } from '../live/error.ts';
import { listenForKeys } from '../live/keys.ts';
import { prepareProgram } from '../live/program.ts';
import { createLiveReporter } from '../live/reporter.ts';
import type { Args } from '../options.ts';
import { readOneSpec } from '../read-specs.ts';
import { applicationOf, applicationText } from '../simulate/application.ts';
import { checkCapture } from '../simulate/captures.ts';

/** Runs firmware in real time with its chip on a TAP device, until the user or the firmware ends it. */
export const run: CommandRun = async (args, io) => {
  try {
    return await runOnTap(args, io);
  } catch (error) {
    throw asCliError(error);
  }
};

async function runOnTap(args: Args, io: Io): Promise<ExitCode> {
  const { specs, elf } = programOf(args);
  const { file, plan, spec } = readOneSpec(specs);
  const out = firmwareFolder(args, { file, spec });
  const application = applicationOf(elf, join(out, plan.name), plan);
  const { network } = plan;
  const hostIp = hostAddress(network, args['host-ip']);
  const { pcap, tap: tapName } = args;
  checkTap(tapName);
  checkNetworkIsFree(network, tapName);
  if (pcap !== undefined) checkCapture(pcap);
  if (!args.json) io.out(applicationText(application));
  const configures = mayAdministerNetwork();
  const tapOptions = { name: tapName, address: hostIp, prefix: prefixLength(network), configures };
  const reporter = createLiveReporter({ plan, io, tapName, hostIp, json: args.json, nowMs: () => performance.now() });
  const ended = await runSession({
    device: await prepareProgram(plan, { ...args, elf, out }),
    openWire: (handlers) => openTap(tapOptions, handlers),
    openCapture: pcap === undefined ? null : () => openCaptureFile(pcap, (text) => io.err(harmless(text))),
    listen: (act) => listenForKeys(io, act),
    reporter,
  });
  const exitCode: ExitCode = ended.result.end === 'stopped' ? 0 : 1;
  const { frames, timeline } = reporter;
  if (args.json)
    io.json({ ok: exitCode === 0, ...documentOf(ended), application, tap: tapName, hostIp, frames, timeline });
  else printEnd(ended, frames, io);
  return exitCode;
}

/** A spec, whose firmware is built; or an ELF with the spec that describes its board. */
function programOf({ files, spec }: Args): { readonly specs: readonly string[]; readonly elf: string | undefined } {
  const [file = ''] = files;
  const isElf = file.toLowerCase().endsWith('.elf');
  if (isElf && spec === undefined) {
    const text = `--spec is missing; name the spec that describes the wiring, part and network of ${harmless(file)}`;
    throw new CliError(2, text);
  }
  if (!isElf && spec !== undefined) throw new CliError(2, '--spec needs an ELF, a file whose name ends in .elf');
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

/** @throws {CliError} when the firmware has ended the run. */
function printEnd({ result, nowNs, lostNs }: Ended, frames: number, io: Io): void {
  const lost = lostNs === 0 ? '' : `; virtual time has lost ${timeText(lostNs)} because the machine was too slow`;
  io.out(`\nEnded after ${timeText(nowNs)}, ${frames} frames${lost}.`);
  if (result.end === 'stopped') return;
  const where = result.where === undefined ? '' : `, in ${result.where}`;
  throw new CliError(1, `the firmware has ended (${result.end}): ${result.reason ?? 'unknown reason'}${where}`);
}
