/** Rules of a scenario that concern several keys. */
import type { Problem } from '../../../document/problem.ts';
import { didYouMean } from '../../../document/words/nearest.ts';
import { bytesOfHex } from '../../bytes.ts';
import { MOST_SOCKETS } from '../../chip/registry.ts';
import { VIOLATION_RULES } from '../../violation-rules.ts';
import type { CableStep, ChipStep, ImpairStep, Scenario, Step } from './scenario.generated.ts';
import { brokenWebsocketStep } from './websocket-steps.ts';
import { isEmpty } from './wire.ts';

/** Steps with all repetitions counted. */
const MOST_STEPS = 10_000;

/** Peers' names are known and unique, a `send` has one content, the steps are bounded. Problems in the text's order. */
export function* brokenScenarioRules(scenario: Scenario): Generator<Problem> {
  yield* peerNames(scenario);
  yield* peerKinds(scenario);
  yield* acceptedRules(scenario);
  yield* stepRules(scenario, scenario.steps, '/steps');
  yield* expectationNames(scenario);
  const count = written(scenario.steps);
  if (count > MOST_STEPS) {
    const message = `With every repetition these are ${count} steps; ${MOST_STEPS} are allowed.`;
    yield { pointer: '/steps', rule: 'scenario/steps', message };
  }
}

function* peerNames(scenario: Scenario): Generator<Problem> {
  for (const [index, { name }] of scenario.peers.entries()) {
    const pointer = `/peers/${index}/name`;
    const earlier = scenario.peers.slice(0, index);
    if (name === 'device') {
      yield { pointer, rule: 'scenario/peer-name', message: '"device" is the device itself; choose another name.' };
    } else if (name === 'dhcp' && scenario.dhcp !== undefined) {
      yield { pointer, rule: 'scenario/peer-name', message: '"dhcp" is the DHCP server; choose another name.' };
    } else if (
      earlier.some(
        (other) => other.name === name || isMember(name, other) || isMember(other.name, { name, socket: 'each' }),
      )
    ) {
      yield { pointer, rule: 'scenario/peer-name', message: `A peer before this one is called "${name}" already.` };
    }
  }
}

function* acceptedRules({ accept }: Scenario): Generator<Problem> {
  for (const [index, rule] of accept.entries()) {
    if (VIOLATION_RULES.some((known) => known === rule)) continue;
    const message = `No violation has the rule ${JSON.stringify(rule)}.${didYouMean(rule, VIOLATION_RULES)}`;
    yield { pointer: `/accept/${index}`, rule: 'scenario/accept', message };
  }
}

function* peerKinds({ peers }: Scenario): Generator<Problem> {
  for (const [index, { kind, heartbeatIdleTimeS, heartbeatCheckIntervalS }] of peers.entries()) {
    const isTimed = heartbeatIdleTimeS !== undefined || heartbeatCheckIntervalS !== undefined;
    if (!isTimed || kind === 'swoole') continue;
    const message = `Only a peer of the kind "swoole" has "heartbeatIdleTimeS" and "heartbeatCheckIntervalS"; this one is "${kind}".`;
    yield { pointer: `/peers/${index}`, rule: 'scenario/peer-kind', message };
  }
}

/** The members of a group are called after their sockets. */
function isMember(name: string, group: { readonly name: string; readonly socket: number | string }): boolean {
  if (typeof group.socket === 'number') return false;
  return Array.from({ length: MOST_SOCKETS }, (_, socket) => `${group.name}-${socket}`).includes(name);
}

function* stepRules(scenario: Scenario, steps: readonly Step[], pointer: string): Generator<Problem> {
  for (const [index, step] of steps.entries()) {
    const here = `${pointer}/${index}`;
    if ('peer' in step) yield* knownPeer(scenario, step.peer, `${here}/peer`);
    if ((step.do === 'cut' || step.do === 'mend') && step.at !== undefined && step.at !== 'device') {
      yield* knownPeer(scenario, step.at, `${here}/at`);
    }
    if (
      step.do === 'send' &&
      [step.text, step.hex, step.bytes].filter((content) => content !== undefined).length !== 1
    ) {
      yield { pointer: here, rule: 'scenario/send', message: 'A "send" has one of "text", "hex" and "bytes".' };
    }
    if (step.do === 'cut' || step.do === 'mend' || step.do === 'impair' || step.do === 'chip') {
      const message = wireOrChip(step);
      if (message !== null) yield { pointer: here, rule: `scenario/${step.do}`, message };
    }
    if (step.do === 'ws-message' || step.do === 'ws-ping' || step.do === 'ws-close') {
      const message = brokenWebsocketStep(step);
      if (message !== null) yield { pointer: here, rule: `scenario/${step.do}`, message };
    }
    if (step.do === 'repeat') yield* stepRules(scenario, step.steps, `${here}/steps`);
  }
}

function wireOrChip(step: CableStep | ImpairStep | ChipStep): string | null {
  if (step.do === 'impair') return isEmpty(step) ? 'An "impair" names at least one rate or time.' : null;
  if (step.do === 'chip') {
    return chipStep(step);
  }
  return step.at !== undefined && step.direction !== undefined
    ? `A "${step.do}" has "at" or "direction", not both: a pulled plug works both ways.`
    : null;
}

function chipStep({ is, on, rate, count, at }: ChipStep): string | null {
  const isRandom = rate !== undefined || count !== undefined;
  if (is !== 'bit-errors') {
    const isNamed = isRandom || on !== undefined || at !== undefined;
    return isNamed ? 'Only "bit-errors" have "on", "rate", "count" and "at".' : null;
  }
  if (at === undefined) return null;
  if (isRandom) return '"at" names one bit; remove "rate" and "count".';
  const known = bytesOfHex(at.frame ?? '').length;
  return at.byte < known - 1
    ? `Byte ${at.byte} is sent before all ${known} bytes of "frame"; "byte" is at least ${known - 1}.`
    : null;
}

function* expectationNames(scenario: Scenario): Generator<Problem> {
  const { detected, alive, echoed, probesAnswered } = scenario.expect;
  for (const [index, name] of alive.entries()) yield* knownPeer(scenario, name, `/expect/alive/${index}`);
  for (const [key, list] of Object.entries({ detected, echoed, probesAnswered })) {
    for (const [index, { peer }] of list.entries()) yield* knownPeer(scenario, peer, `/expect/${key}/${index}/peer`);
  }
}

function* knownPeer(scenario: Scenario, name: string, pointer: string): Generator<Problem> {
  if (scenario.peers.some((peer) => peer.name === name || isMember(name, peer))) return;
  const names = scenario.peers.map((peer) => peer.name);
  const message = `There is no peer "${name}"; the peers are ${names.join(', ')}.${didYouMean(name, names)}`;
  yield { pointer, rule: 'scenario/peer-unknown', message };
}

function written(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + (step.do === 'repeat' ? step.times * written(step.steps) : 1), 0);
}
