import type { Connection } from '../../simulator/host/connection.ts';
import { reachableFromInterrupt } from './reachable.ts';
import { commandTimes, MS, type PlayOptions, play, readSocketRegister, S, type Stage, US } from './stage.ts';
import { KA_SEND_PERIOD, NO_DATA_PERIOD, type Subject } from './subject.ts';
import { reported, waitingFor, watchingSeconds } from './watch.ts';

/** Looks at firmware and says in a sentence each what is wrong with it; nothing when all is well. */
export type Check = (subject: Subject) => Promise<readonly string[]>;

const HELLO = new TextEncoder().encode('hello');
/** When every subject listens, the W5200's 150 ms after reset included. */
const READY_NS = 200 * MS;

/** Mistake 1. */
export const interruptIsAcknowledged: Check = async (subject) => {
  const { result } = await play(subject, { untilNs: 1 * S });
  return result.end === 'time' ? [] : [`${result.end}: ${result.reason}`];
};

/** Mistake 2: 1 kHz exactly, over a minute less the 2.2 ms in which crystal and PLL start. */
export const tickIsOneMillisecond: Check = async (subject) => {
  const { result } = await play(subject, { untilNs: 60 * S });
  const { interrupts, tickNs } = result.stats;
  const ppm = (tickNs ?? 0) - 1_000_000; // a nanosecond in a millisecond is one in a million
  // The timer starts within the first millisecond, so that one tick may be missing.
  return ppm === 0 && interrupts === 59_997 ? [] : [`${ppm} ppm off, ${interrupts} ticks in a minute`];
};

/** Mistake 3: a loop that waits for what the interrupt changes comes to its end. */
export const interruptIsSeen: Check = async (subject) => {
  const { milliseconds, probeDue } = subject.counters;
  const wrong: string[] = [];
  for (const condition of [`${milliseconds} >= 5U`, probeDue]) {
    const { result, events } = await play(waitingFor(subject, condition), { untilNs: 3 * S, spinLimitNs: 2.5 * S });
    const isSeen = result.end === 'time' && reported(events).length === 1;
    if (!isSeen) wrong.push(`"${condition}" is never seen: ${result.end} in ${result.where}`);
  }
  return wrong;
};

/** Mistake 4. */
export const interruptOnlyCounts: Check = async (subject) =>
  (await reachableFromInterrupt(subject)).map((name) => `the interrupt calls ${name}`);

/** Mistake 5: however close to the tick data arrives, what is taken drops the probe that was due. */
export const dataDropsTheProbe: Check = async (subject) => {
  const hello: Script = ({ clock, connect, peers }) => {
    let connection: Connection;
    clock.at(READY_NS, () => {
      connection = connect(peers[0]);
    });
    clock.at(READY_NS + 50 * MS, () => connection.send(HELLO));
    return () => connection;
  };
  const undisturbed = await play(subject, { untilNs: 2.2 * S }, hello);
  const [probeNs = Number.NaN] = commandTimes(undisturbed.events, 'SEND_KEEP');
  const wrong: string[] = [];
  for (let offsetNs = -1500 * US; offsetNs <= 500 * US; offsetNs += 50 * US) {
    const { events } = await play(subject, { untilNs: Math.round(probeNs) + 20 * MS }, (stage) => {
      const connection = hello(stage);
      stage.clock.at(Math.round(probeNs) + offsetNs, () => connection().send(HELLO));
    });
    const takenNs = commandTimes(events, 'RECV')[1] ?? Number.NaN;
    if (Number.isNaN(takenNs)) wrong.push(`data sent ${offsetNs / US} µs from the probe is not taken`);
    const needless = commandTimes(events, 'SEND_KEEP').filter((atNs) => atNs > takenNs);
    // After data at least NO_DATA_PERIOD + KA_SEND_PERIOD - 2 whole seconds pass until a probe.
    const earliestNs = takenNs + (NO_DATA_PERIOD + KA_SEND_PERIOD - 2) * S;
    if (needless.some((atNs) => atNs < earliestNs)) wrong.push(`a probe follows data sent ${offsetNs / US} µs from it`);
  }
  return wrong;
};
type Script = (stage: Stage) => () => Connection;

/** Mistake 6: silent seconds are not counted where nobody is connected. */
export const countingEndsWithTheConnection: Check = async (subject) => {
  const abortNs = READY_NS + 100 * MS;
  const { events } = await play(watchingSeconds(subject), { untilNs: 5.1 * S }, ({ clock, connect, peers }) => {
    let connection: Connection;
    clock.at(READY_NS, () => {
      connection = connect(peers[0]);
    });
    clock.at(READY_NS + 50 * MS, () => connection.send(HELLO));
    clock.at(abortNs, () => connection.abort());
  });
  const seconds = reported(events).filter(({ atNs }) => atNs > abortNs + 100 * MS);
  if (seconds.length < 4) return ['the seconds were not told'];
  const counted = (seconds.at(-1)?.value ?? 0) - (seconds[0]?.value ?? 0);
  return counted === 0 ? [] : [`${counted} seconds counted after the end of the connection`];
};

/** Mistake 7: a peer that stops, in the midst of a transfer, does not keep the other socket's peer waiting. */
export function otherSocketsAreServed(how: 'powered off' | 'not reading'): Check {
  return async (subject) => {
    const waits: number[] = [];
    const sentNs: number[] = [];
    await play(subject, { untilNs: 1.6 * S }, ({ clock, connect, peers: [dying, living] }) => {
      let transfer: Connection;
      let other: Connection;
      clock.at(READY_NS, () => {
        transfer = connect(dying);
        transfer.autoRead = how !== 'not reading';
      });
      clock.at(READY_NS + 20 * MS, () => {
        other = connect(living);
        other.onReceived = () => waits.push(clock.nowNs - (sentNs[waits.length] as number));
      });
      clock.at(READY_NS + 50 * MS, () => transfer.send(new Uint8Array(200_000)));
      if (how === 'powered off') clock.at(READY_NS + 60 * MS, () => dying.powerOff());
      for (let atNs = READY_NS + 300 * MS; atNs < 1.5 * S; atNs += 100 * MS) {
        clock.at(atNs, () => {
          sentNs.push(clock.nowNs);
          other.send(Uint8Array.of(1));
        });
      }
    });
    const boundMs = subject.plan.loop.worstPollMs + 1; // the wire's part is 0.2 ms
    const unanswered = sentNs.length - waits.length;
    const late = waits.filter((waitNs) => waitNs > boundMs * MS);
    return unanswered === 0 && late.length === 0 && sentNs.length > 0
      ? []
      : [`of ${sentNs.length} echoes ${late.length} took more than ${boundMs} ms and ${unanswered} did not come`];
  };
}

/** Mistake 8: what came before the FIN is answered, and the sockets are there for the next one. */
export const closeIsHandled: Check = async (subject) => {
  const wrong: string[] = [];
  await play(subject, { untilNs: 3 * S }, ({ clock, connect, peers }) => {
    let closing: readonly Connection[] = [];
    let next: Connection;
    clock.at(READY_NS, () => {
      closing = peers.map(connect);
    });
    clock.at(READY_NS + 50 * MS, () => {
      for (const connection of closing) {
        connection.send(HELLO);
        connection.close();
      }
    });
    clock.at(1.5 * S, () => {
      const echoed = closing.map(({ received }) => received.length);
      if (echoed.some((bytes) => bytes !== HELLO.length)) wrong.push(`data before the FIN is lost: ${echoed} of 5`);
      next = connect(peers[0]);
      next.onConnected = () => next.send(HELLO);
    });
    clock.at(2.9 * S, () => {
      if (next.received.length !== HELLO.length) wrong.push('nobody is let in after a close');
    });
  });
  return wrong;
};

const SN_IR = 0x02;
const SN_IR_TIMEOUT = 0x08;

/** Mistake 8: TIMEOUT does not stay in Sn_IR for the connections to come. */
export const timeoutIsCleared: Check = async (subject) => {
  const options: PlayOptions = { untilNs: 4.5 * S };
  const played = await play(subject, options, ({ clock, connect, peers }) => {
    let connection: Connection;
    clock.at(READY_NS, () => {
      connection = connect(peers[0]);
    });
    clock.at(READY_NS + 50 * MS, () => connection.send(HELLO));
    clock.at(READY_NS + 100 * MS, () => peers[0].powerOff());
  });
  const timedOut = played.events.some((event) => event.kind === 'socket-state' && event.cause === 'timeout');
  if (!timedOut) return ['the dead peer was not noticed'];
  const ir = readSocketRegister(played, subject.chip, 0, SN_IR);
  return (ir & SN_IR_TIMEOUT) === 0 ? [] : [`Sn_IR is 0x${ir.toString(16)} a second after the timeout`];
};
