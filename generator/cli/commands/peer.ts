import { outageBoundMs, placesOf } from '../../../peer/places.ts';
import { type PeerOptions, type PeerOutcome, runPeer } from '../../../peer/session.ts';
import { createTelling } from '../../../peer/telling.ts';
import type { Outage } from '../../../peer/verdict.ts';
import { beginningOf, summaryOf, trialBeginningOf } from '../../../peer/words.ts';
import { CliError } from '../cli-error.ts';
import type { Run } from '../commands.ts';
import type { Args } from '../options.ts';
import { readOneSpec } from '../read-specs.ts';

const MS_PER_S = 1000;
const OUTAGES: readonly Outage[] = ['cable', 'silence'];

/** Plays the far side of a device, simulated or real, and says what becomes of the connections. */
export const peer: Run = async (args, io) => {
  const outage = outageOf(args);
  const { plan } = readOneSpec(args.files);
  const places = placesOf(plan, args);
  const within = args['expect-within'];
  const trial: PeerOptions['trial'] =
    within === undefined ? null : { outage, withinMs: within * MS_PER_S, boundMs: outageBoundMs(plan, places, outage) };
  const telling = createTelling(io, args.json);
  telling.remark(beginningOf(places));
  if (trial !== null) telling.remark(trialBeginningOf(outage, trial.boundMs, trial.withinMs));
  const outcome = await runPeer({
    ...{ places, io, telling, trial },
    echoEveryMs: args.every === 0 ? null : args.every * MS_PER_S,
    forMs: args.for === undefined ? null : args.for * MS_PER_S,
  });
  if (trial !== null && outcome.verdict === null) telling.remark('FAIL: ended before there was a verdict');
  const exitCode = isWell(outcome, trial) ? 0 : 1;
  if (args.json) io.json({ ok: exitCode === 0, ...documentOf(outcome) });
  else io.out(`\nEnded after ${(outcome.durationMs / MS_PER_S).toFixed(3)} s: ${summaryOf(outcome.record)}`);
  return exitCode;
};

/** A test wants its verdict; without one there must have been a device at least. */
function isWell({ record, verdict }: PeerOutcome, trial: PeerOptions['trial']): boolean {
  return trial === null ? record.count > 0 : verdict?.ok === true;
}

function outageOf(args: Args): Outage {
  const { outage } = args;
  if (outage !== undefined && args['expect-within'] === undefined) {
    throw new CliError(2, '--outage goes with --expect-within');
  }
  const known = OUTAGES.find((name) => name === (outage ?? 'cable'));
  if (known === undefined) throw new CliError(2, `--outage takes ${OUTAGES.join(' or ')}`);
  return known;
}

function documentOf({ record, verdict }: PeerOutcome) {
  return { connections: record.connections, roundTrips: record.roundTrips, verdict };
}
