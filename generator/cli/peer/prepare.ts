import type { Endpoint } from '../../../peer/connections/endpoint.ts';
import type { PeerClock } from '../../../peer/environment/clock.ts';
import type { Transport } from '../../../peer/environment/transport.ts';
import { type PeerOutcome, PeerProgram } from '../../../peer/program.ts';
import { endpointsOf } from '../../../peer/setup/endpoints.ts';
import { outageBoundMs } from '../../../peer/setup/outage-bound.ts';
import type { Outage, TrialTerms } from '../../../peer/trial/verdict.ts';
import { endpointsText, secondsText, summaryText } from '../../../peer/words/events.ts';
import { MUTE_PEER, NO_VERDICT, termsText } from '../../../peer/words/trial.ts';
import { MS_PER_S } from '../../../values/time.ts';
import { farSideOf } from '../../methods/far-side.ts';
import { CliError, type ExitCode } from '../cli-error.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { readOneSpec } from '../read-specs.ts';
import { createPeerReporter } from './reporter.ts';

export interface PreparedPeer {
  readonly program: PeerProgram;
  /** Prints the outcome. */
  finish(outcome: PeerOutcome): ExitCode;
}

export interface PeerEnvironment {
  readonly clock: PeerClock;
  readonly transport: Transport;
}

const OUTAGES: readonly Outage[] = ['cable', 'silence'];

/**
 * Makes the peer that the options describe, and prints where it will be and what it will test.
 *
 * @throws {CliError | InputError | PeerProblemError} for wrong options and specs.
 */
export function preparePeer(args: Args, io: Io, environment: PeerEnvironment): PreparedPeer {
  const outage = outageOf(args);
  const { plan } = readOneSpec(args.files);
  const { every, host, json, port, socket } = args;
  const endpoints = endpointsOf(plan, { host, port, socket, farSideOf, sendsEchoes: every > 0 });
  const within = args['expect-within'];
  const terms: TrialTerms | null =
    within === undefined
      ? null
      : { outage, withinMs: within * MS_PER_S, boundMs: outageBoundMs(plan, endpoints, outage) };
  const remark = json ? io.err : io.out;
  remark(endpointsText(endpoints));
  if (terms !== null) remark(termsText(terms));
  if (terms !== null && outage === 'cable' && endpoints.some(isNeverProbed)) remark(MUTE_PEER);
  const program = new PeerProgram({
    ...{ endpoints, trial: terms, ...environment },
    reporter: createPeerReporter(io, json, terms),
    echoEveryMs: every === 0 ? null : every * MS_PER_S,
    forMs: args.for === undefined ? null : args.for * MS_PER_S,
  });
  const isTest = terms !== null;
  const finish = (outcome: PeerOutcome): ExitCode => {
    io.status?.clear();
    if (isTest && outcome.verdict === null) remark(NO_VERDICT);
    const ok = isSuccess(outcome, isTest);
    if (json) io.json({ ok, ...documentOf(outcome) });
    else io.out(`\nEnded after ${secondsText(outcome.durationMs)}: ${summaryText(outcome.record)}`);
    return ok ? 0 : 1;
  };
  return { program, finish };
}

/** Nobody may ever send, and then nothing is probed. */
function isNeverProbed({ farSide, socket }: Endpoint): boolean {
  const silent = socket.detection.find(({ failure }) => failure === 'silent-client');
  return farSide.traffic.kind === 'none' && silent?.covered !== true;
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
