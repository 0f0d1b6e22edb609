/**
 * Any combination of ways, any moment, any death. Whatever happens: a peer that lives by the spec is not closed, one
 * that dies is noticed in the time that the plan gives and for a reason that the plan names, and then the next one is
 * let in. A failure prints the line that repeats it.
 */
import { describe, test } from 'vitest';
import type { Plan } from '../../contract/plan.ts';
import type { Failure } from '../../contract/promises.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import type { Peer } from '../../simulator/host/peer.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { built, CHIPS } from '../whole/firmware.ts';
import { pause, Rig } from '../whole/rig.ts';
import { seeds } from '../whole/share.ts';
import { echoWith } from './apps.ts';
import { Life } from './chaos-peer.ts';
import { chaosSpec, type Dice, diceOf, SERVER_PORT, WORDS } from './chaos-specs.ts';
import { endsOf } from './rig.ts';

/** An echo that stops its connection when it reads a byte 1 first. */
const APP = echoWith(`    if (length > 0U && buffer[0] == 1U) {
        kw_socket_stop(socket);
        return;
    }`);
/** KW_CLOSE_MS. */
const CLOSE_MS = 1000;
/** A tick, a sweep and frames on their way; where data was under way, its round trip too. */
const SLACK_MS = 60;
/** Lives and deaths of each firmware: building it takes longer than running it. */
const STORIES = 5;
/** FIN and FIN, or a second without; then the longest wait of a client. */
const RECOVERY_MS = 6000;

interface Death {
  readonly failures: readonly Failure[];
  readonly kill: (it: Case) => void;
  readonly mend?: (it: Case) => void;
  /** Reasons beside those of the failures. */
  readonly also?: readonly string[];
}

const SENDING: Failure = 'cut-while-sending';

const DEATHS: Readonly<Record<string, Death>> = {
  'power-off': {
    failures: ['power-cut', SENDING],
    kill: ({ peer }) => peer.powerOff(),
    mend: ({ peer }) => peer.boot(),
  },
  cut: { failures: ['cable-cut', SENDING], kill: ({ rig }) => rig.link.cut(), mend: ({ rig }) => rig.link.mend() },
  boot: { failures: ['peer-reboot'], kill: ({ peer }) => peer.boot() },
  abort: { failures: ['orderly-close'], also: ['reset'], kill: ({ life }) => life.connection.abort() },
  close: { failures: ['orderly-close'], kill: ({ life }) => life.connection.close() },
  goodbye: { failures: ['goodbye'], kill: ({ life }) => life.say(WORDS.goodbye) },
  hang: { failures: ['peer-hung'], kill: () => {} },
  deaf: {
    failures: ['peer-hung', 'zero-window'],
    kill: ({ life }) => {
      life.connection.autoRead = false;
    },
  },
  unplug: { failures: ['link-down', SENDING], kill: ({ rig }) => rig.unplug(), mend: ({ rig }) => rig.plug() },
  'chip-reset': {
    failures: ['chip-reset'],
    kill: ({ rig }) => {
      rig.chip.reset(0);
      rig.chip.reset(1);
    },
  },
};

class Case {
  readonly rig: Rig;
  readonly dice: Dice;
  readonly peer: Peer;
  readonly accepted: Connection[] = [];
  readonly lives: Life[] = [];

  constructor(rig: Rig, seed: number) {
    this.rig = rig;
    this.dice = diceOf(seed ^ 0x5eed);
    this.peer = rig.peer({ receiveBufferBytes: this.dice.pick(8192, 8192, 1000), timeWaitNs: 0 });
    this.listen();
  }

  get life(): Life {
    return this.lives.at(-1) as Life;
  }

  get plan(): Plan {
    return this.rig.plan;
  }

  listen(): void {
    if (this.plan.sockets[0]?.role === 'client') {
      this.peer.listen(SERVER_PORT, (connection) => {
        this.accepted.push(connection);
        this.lives.push(new Life(this.rig, connection, this.dice));
      });
    }
  }

  /** A connection that lives, whoever connects. */
  *joined(withinMs: number): Task {
    const count = this.lives.length;
    if (this.plan.sockets[0]?.role === 'client') {
      yield* this.rig.until('a client', () => this.lives.length > count, withinMs);
    } else {
      const connection = yield* this.rig.connected(this.peer, withinMs);
      this.lives.push(new Life(this.rig, connection, this.dice));
    }
  }

  *lived(ms: number): Task {
    const before = endsOf(this.rig).length;
    yield pause(ms);
    const [early] = endsOf(this.rig).slice(before);
    if (early !== undefined) throw new Error(`a living peer is closed: ${early.reason} at ${early.toldMs} ms`);
    const problem = this.life.problem(this.plan);
    if (problem !== null) throw new Error(problem);
  }

  /** Tells the device's application to stop the connection; true once it has read that, which a SEND may keep it from. */
  *stopped(): Task<boolean> {
    const { events } = this.rig;
    const from = events.length;
    this.life.connection.send(Uint8Array.of(1));
    yield pause(this.dice.pick(0.2, 0.3, 1, 3, 20));
    return events.slice(from).some((event) => event.kind === 'command' && event.command === 'RECV');
  }

  *died(name: string, death: Death): Task {
    const rows = this.plan.sockets[0]?.detection.filter(({ failure }) => death.failures.includes(failure)) ?? [];
    const [main] = rows;
    const before = endsOf(this.rig).length;
    const atMs = this.rig.nowMs;
    const wanted = this.plan.sockets[0]?.watch.goodbye !== null && this.life.settled && this.dice.is(0.4);
    const stops = wanted && (yield* this.stopped());
    this.life.hang();
    if (endsOf(this.rig).length === before) death.kill(this);
    if (!stops && main?.covered !== true) return;
    const boundMs = (stops ? CLOSE_MS : Math.max(...rows.map((row) => row.boundMs ?? 0))) + SLACK_MS;
    yield* this.rig.until(`${name} at ${atMs}: an end`, () => endsOf(this.rig).length > before, boundMs);
    const reason = endsOf(this.rig)[before]?.reason ?? '';
    const allowed = [
      ...rows.flatMap(({ reasons }) => reasons),
      ...(death.also ?? []),
      ...(wanted ? ['local-stop'] : []),
    ] as readonly string[];
    if (!allowed.includes(reason)) throw new Error(`${name} at ${atMs} ms is told as ${reason}, not ${allowed}`);
    yield pause(this.dice.between(0, 1500));
    death.mend?.(this);
    if (name === 'power-off' || name === 'boot') this.listen(); // a fresh kernel has forgotten that it listened
    if (this.life.connection.state !== 'CLOSED') this.life.connection.abort();
    yield* this.joined(RECOVERY_MS);
    yield* this.lived(this.dice.between(100, 3000));
  }
}

function* lifeAndDeath(it: Case): Task {
  yield* it.joined(3000);
  // At least one exchange, so that it is no silent client.
  it.life.say('first');
  yield* it.lived(it.dice.between(50, 12_000) + it.dice.between(0, 999) / 1000);
  const names = Object.keys(DEATHS).filter((one) => one !== 'goodbye' || it.plan.sockets[0]?.watch.goodbye?.message);
  const name = it.dice.pick(...names);
  yield* it.died(name, DEATHS[name] as Death);
}

const FORGIVEN = /^(access|reset)\//; // nobody tells the firmware of a chip that was reset

async function run(chip: 'W5500' | 'W5200', seed: number): Promise<void> {
  const spec = chaosSpec(chip, seed);
  const firmware = await built(spec, spec.goodbye === undefined ? {} : { 'app.c': APP });
  for (let story = 0; story < STORIES; story++) {
    const rig = new Rig(firmware, { seed: seed + story });
    rig.play(lifeAndDeath(new Case(rig, seed * STORIES + story)), 600_000);
    const violations = rig.violations().filter((text) => !FORGIVEN.test(text));
    if (violations.length > 0) throw new Error(violations.slice(0, 5).join('\n'));
  }
}

const ONE = process.env.KEEPWIRE_POINT;

describe.each(CHIPS)('%s, chaos', (chip) => {
  test.each(ONE === undefined ? seeds(2, 200) : [Number(ONE)])('seed %i', async (seed) => {
    try {
      await run(chip, seed);
    } catch (error) {
      const repeat = `KEEPWIRE_POINT=${seed} npx vitest run test/ways/chaos.test.ts -t '${chip}'`;
      throw new Error(`${(error as Error).message}\n${JSON.stringify(chaosSpec(chip, seed))}\nRepeat with: ${repeat}`);
    }
  });
});
