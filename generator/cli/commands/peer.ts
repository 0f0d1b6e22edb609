import { nodeClock } from '../../../peer/environment/node/clock.ts';
import { nodeTransport } from '../../../peer/environment/node/transport.ts';
import { type PeerOutcome, PeerProgram } from '../../../peer/program.ts';
import { endpointsOf } from '../../../peer/setup/endpoints.ts';
import { outageBoundMs } from '../../../peer/setup/outage-bound.ts';
import { PeerProblemError } from '../../../peer/setup/problem.ts';
import type { Outage } from '../../../peer/trial/verdict.ts';
import { endpointsText, secondsText, summaryText } from '../../../peer/words/events.ts';
import { problemText } from '../../../peer/words/problems.ts';
import { NO_VERDICT, termsText } from '../../../peer/words/trial.ts';
import { farSideOf } from '../../methods/far-side.ts';
import { CliError, type ExitCode } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { listenForCommands } from '../peer/commands.ts';
import { createPeerReporter } from '../peer/reporter.ts';
import { readOneSpec } from '../read-specs.ts';

const MS_PER_S = 1000;
const OUTAGES: readonly Outage[] = ['cable', 'silence'];

/** Plays the far side of a device, simulated or real, and reports what happens to the connections. */
export const peer: CommandRun = async (args, io) => {
  try {
    return await runPeer(args, io);
  } catch (error) {
    if (!(error instanceof PeerProblemError)) throw error;
    throw new CliError(error.problem.kind === 'cannot-listen' ? 1 : 2, problemText(error.problem));
  }
};

async function runPeer(args: Args, io: Io): Promise<ExitCode> {
  const outage = outageOf(args);
  const { plan } = readOneSpec(args.files);
  const { host, port, socket, every } = args;
  const endpoints = endpointsOf(plan, { host, port, socket, farSideOf, sendsEchoes: every > 0 });
  const within = args['expect-within'];
  const terms =
    within === undefined
      ? null
      : { outage, withinMs: within * MS_PER_S, boundMs: outageBoundMs(plan, endpoints, outage) };
  const remark = args.json ? io.err : io.out;
  remark(endpointsText(endpoints));
  if (terms !== null) remark(termsText(terms));
  const program = new PeerProgram({
    ...{ endpoints, trial: terms, clock: nodeClock(), transport: nodeTransport },
    reporter: createPeerReporter(io, args.json, terms),
    echoEveryMs: every === 0 ? null : every * MS_PER_S,
    forMs: args.for === undefined ? null : args.for * MS_PER_S,
  });
  const outcome = await runToEnd(program, io);
  const isTest = terms !== null;
  if (isTest && outcome.verdict === null) remark(NO_VERDICT);
  const ok = isSuccess(outcome, isTest);
  if (args.json) io.json({ ok, ...documentOf(outcome) });
  else io.out(`\nEnded after ${secondsText(outcome.durationMs)}: ${summaryText(outcome.record)}`);
  return ok ? 0 : 1;
}

async function runToEnd(program: PeerProgram, io: Io): Promise<PeerOutcome> {
  const stopListening = listenForCommands(io, { cut: () => program.cut(), quit: () => program.quit() });
  try {
    return await program.run();
  } finally {
    stopListening();
  }
}

/** A test needs a passing verdict; without a test there must have been a connection. */
function isSuccess({ record, verdict }: PeerOutcome, isTest: boolean): boolean {
  return isTest ? verdict?.ok === true : record.count > 0;
}

function outageOf(args: Args): Outage {
  const { outage } = args;
  if (outage !== undefined && args['expect-within'] === undefined) {
    throw new CliError(2, '--outage needs --expect-within');
  }
  const known = OUTAGES.find((name) => name === (outage ?? 'cable'));
  if (known === undefined) throw new CliError(2, `--outage takes ${OUTAGES.join(' or ')}`);
  return known;
}

function documentOf({ record, verdict }: PeerOutcome) {
  const connections = record.connections.map(({ messages, bytes, roundTrips, ...rest }) => {
    const counts = Object.entries(messages).map(([name, count]) => [`${name}s`, count]);
    return { ...rest, ...Object.fromEntries(counts), bytes, roundTrips };
  });
  return { connections, roundTrips: record.roundTrips, verdict };
}
