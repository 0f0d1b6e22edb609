import { CheckFarSide } from '../../../peer/chip-check/far-side.ts';
import { nodeCheckTransport } from '../../../peer/chip-check/node/transport.ts';
import { nodeClock } from '../../../peer/environment/node/clock.ts';
import { secondsText } from '../../../peer/words/events.ts';
import { controlPortOf } from '../../chip-check.ts';
import { CliError, type ExitCode } from '../cli-error.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { readOneSpec } from '../read-specs.ts';

/** Plays the far side of a chip check. The report goes to stdout, what happens on the way to stderr. */
export async function playChipCheck(args: Args, io: Io): Promise<ExitCode> {
  const other = (['expect-within', 'outage', 'socket'] as const).find((name) => args[name] !== undefined);
  if (other !== undefined) throw new CliError(2, `--chip-check does not go with --${other}`);
  const { spec } = readOneSpec(args.files);
  const device = { host: args.host ?? spec.network.ip, port: args.port ?? controlPortOf(spec) };
  io.err(`Connects to ${device.host}:${device.port}. The checks take about a minute.`);
  const report = await reportOf(device, args, io);
  if (args.json) io.json({ ok: report !== null, connections: [], roundTrips: null, verdict: null, report });
  else if (report !== null) io.out(report);
  if (report === null) io.err('No report within the time of --for.');
  return report === null ? 1 : 0;
}

/** Null: the time of `--for` has passed. */
function reportOf(device: { host: string; port: number }, args: Args, io: Io): Promise<string | null> {
  const clock = nodeClock();
  return new Promise((resolve) => {
    const farSide = new CheckFarSide({
      ...{ device, clock, transport: nodeCheckTransport },
      onOrder: (line) => io.err(`${secondsText(clock.nowMs()).padStart(11)}  ${line}`),
      onReport: (text) => {
        cancel();
        resolve(text);
      },
    });
    const cancel =
      args.for === undefined
        ? () => {}
        : clock.after(args.for * 1000, () => {
            farSide.stop();
            resolve(null);
          });
    farSide.start();
  });
}
