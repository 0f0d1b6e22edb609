import { describe, expect, test } from 'vitest';
import type { CloseReason, ConnectFailure, SocketEvent } from '../../peer/connections/events.ts';
import { Trial, type TrialOptions } from '../../peer/trial/trial.ts';
import type { TrialStep } from '../../peer/trial/verdict.ts';

/** A trial, the steps that it has reported, and what it has done with the connections. */
function begin(options: Partial<TrialOptions> = {}) {
  const steps: TrialStep[] = [];
  const done: string[] = [];
  const trial = new Trial({
    ...{ outage: 'cable', withinMs: 20_000, sockets: [0], clients: [], answers: () => 'echo', patienceMs: 3000 },
    ...{
      detach: () => done.push('detach'),
      reattach: () => done.push('reattach'),
      goSilent: () => done.push('silent'),
    },
    report: (step) => steps.push(step),
    ...options,
  });
  const take = (event: SocketEvent): void => {
    trial.take(event);
    trial.due(event.atMs);
  };
  const of = (connection: number, socket: number) => ({ connection, socket });
  return {
    trial,
    steps,
    done,
    kinds: () => steps.map(({ kind }) => kind),
    connected: (atMs: number, connection = 1, socket = 0) =>
      take({ kind: 'connected', local: 'l', remote: 'r', atMs, ...of(connection, socket) }),
    echo: (atMs: number, connection = 1, socket = 0) =>
      take({ kind: 'echo', roundTripMs: 1, atMs, ...of(connection, socket) }),
    silent: (atMs: number, connection = 1, socket = 0) =>
      take({ kind: 'silent', missing: 'echo', atMs, ...of(connection, socket) }),
    ended: (atMs: number, reason: CloseReason, connection = 1, socket = 0) =>
      take({ kind: 'ended', reason, atMs, ...of(connection, socket) }),
    failed: (atMs: number, reason: ConnectFailure, socket = 0) => take({ kind: 'failed', reason, atMs, socket }),
  };
}

/** Connected and armed at 100 ms, cut by word at 5000 ms. */
function cut(options: Partial<TrialOptions> = {}) {
  const stage = begin(options);
  stage.connected(90);
  stage.echo(100);
  stage.trial.cut(5000);
  return stage;
}

describe('armed', () => {
  test('when an echo has come back on every connection', () => {
    const { trial, connected, echo, kinds } = begin({ sockets: [0, 1] });
    connected(10, 1, 0);
    connected(11, 2, 1);
    echo(20, 1, 0);
    trial.cut(25);
    expect(kinds()).toEqual(['not-armed']);
    echo(30, 2, 1);
    expect(kinds()).toEqual(['not-armed', 'armed']);
  });

  test('when they stand, where nothing echoes', () => {
    const { connected, kinds } = begin({ answers: () => null });
    connected(10);
    expect(kinds()).toEqual(['armed']);
  });

  test('no longer when a connection has ended; again when the next one works', () => {
    const { trial, connected, echo, ended, kinds, done } = begin();
    connected(10);
    echo(20);
    ended(30, 'closed');
    trial.cut(40);
    connected(50, 2);
    echo(60, 2);
    expect(kinds()).toEqual(['armed', 'not-armed', 'armed']);
    expect({ done, nextMs: trial.nextMs }).toEqual({ done: [], nextMs: null });
  });
});

describe('a cut by word', () => {
  test.each([
    ['a moment before the limit', 24_999, { ok: true, tookMs: 19_999 }],
    ['at the limit', 25_000, { ok: true, tookMs: 20_000 }],
  ])('passes with a new connection that works %s', (_name, atMs, verdict) => {
    const { trial, connected, echo, failed, done } = cut();
    expect(done).toEqual(['detach']);
    failed(6000, 'timed-out');
    connected(atMs - 1, 2);
    expect(trial.verdict).toBeNull();
    echo(atMs, 2);
    expect(trial.verdict).toEqual(verdict);
  });

  describe('shows nothing where a new connection works beside the old one', () => {
    test.each([1, 19_000])('%i ms after the word', (afterMs) => {
      const { trial, connected, echo } = cut();
      connected(5000 + afterMs, 2);
      echo(5001 + afterMs, 2);
      expect(trial.verdict).toEqual({ ok: false, why: 'no-outage', afterMs: afterMs + 1 });
    });

    test.each(['refused', 'timed-out', 'unreachable'] as const)('unless an attempt was %s', (reason) => {
      const { trial, connected, echo, failed } = cut();
      failed(6000, reason);
      connected(9000, 2);
      echo(9001, 2);
      expect(trial.verdict).toEqual({ ok: true, tookMs: 4001 });
    });

    test('unless the old one has ended', () => {
      const { trial, connected, echo, ended } = cut();
      ended(8000, 'reset');
      connected(9000, 2);
      echo(9001, 2);
      expect(trial.verdict).toEqual({ ok: true, tookMs: 4001 });
    });

    test('unless the device connects by itself', () => {
      const { trial, connected, echo } = cut({ clients: [0] });
      connected(9000, 2);
      echo(9001, 2);
      expect(trial.verdict).toEqual({ ok: true, tookMs: 4001 });
    });
  });

  test('has no verdict a moment before the limit, and fails after it', () => {
    const { trial } = cut();
    expect(trial.nextMs).toBe(25_000);
    trial.due(24_999);
    expect(trial.verdict).toBeNull();
    trial.due(25_000);
    expect(trial.verdict).toEqual({ ok: false, why: 'no-sign', afterMs: 20_000 });
  });

  test('fails with the last refusal: by then the device held the old connection', () => {
    const { trial, failed } = cut();
    failed(9000, 'unreachable');
    failed(22_000, 'refused');
    failed(22_500, 'refused');
    failed(23_500, 'timed-out');
    trial.due(25_000);
    expect(trial.verdict).toEqual({ ok: false, why: 'refused', afterMs: 17_500 });
  });

  test('one refusal alone shows nothing', () => {
    const { trial, failed } = cut();
    failed(22_000, 'refused');
    failed(23_000, 'timed-out');
    failed(24_000, 'refused');
    trial.due(25_000);
    expect(trial.verdict).toMatchObject({ ok: false, why: 'no-sign' });
  });

  test('fails when nothing comes back on the new connection', () => {
    const { trial, connected } = cut();
    connected(10_000, 2);
    trial.due(25_000);
    expect(trial.verdict).toMatchObject({ ok: false, why: 'no-echo' });
  });

  test('a new connection that is lost again counts for nothing', () => {
    const { trial, connected, ended, echo, failed } = cut();
    failed(6000, 'timed-out');
    connected(10_000, 2);
    ended(11_000, 'reset', 2);
    trial.due(24_000);
    connected(24_100, 3);
    echo(24_200, 3);
    expect(trial.verdict).toEqual({ ok: true, tookMs: 19_200 });
  });

  test('fails at once when the old connection is alive after real silence', () => {
    const { trial, echo } = cut();
    echo(8000);
    expect(trial.verdict).toEqual({ ok: false, why: 'revived', afterMs: 3000 });
  });

  test('counts from the last sign of life when the word came before the cable was out', () => {
    const { trial, echo, connected, failed } = cut();
    echo(7999);
    failed(9000, 'timed-out');
    expect(trial).toMatchObject({ verdict: null, nextMs: 27_999 });
    connected(27_990, 2);
    echo(27_999, 2);
    expect(trial.verdict).toEqual({ ok: true, tookMs: 20_000 });
  });

  test('a reset of the old connection is no verdict: the device must be there again', () => {
    const { trial, ended } = cut();
    ended(9000, 'reset');
    expect(trial.verdict).toBeNull();
    trial.due(25_000);
    expect(trial.verdict).toMatchObject({ ok: false });
  });

  test('wants a new connection for each of the device’s sockets', () => {
    const { trial, connected, echo, failed } = begin({ sockets: [0, 1] });
    connected(10, 1, 0);
    connected(11, 2, 1);
    echo(20, 1, 0);
    echo(21, 2, 1);
    trial.cut(1000);
    failed(2000, 'timed-out');
    connected(8000, 3, 0);
    echo(8001, 3, 0);
    expect(trial.verdict).toBeNull();
    connected(9000, 4, 1);
    echo(9001, 4, 1);
    expect(trial.verdict).toEqual({ ok: true, tookMs: 8001 });
  });
});

describe('a cut that is seen as silence', () => {
  function silent() {
    const stage = begin();
    stage.connected(90);
    stage.echo(100);
    stage.echo(5000);
    stage.silent(13_000);
    return stage;
  }

  test('counts from the last sign of life', () => {
    const { trial, steps, done } = silent();
    expect(steps.at(-1)).toMatchObject({ kind: 'outage', fromMs: 5000, by: 'silence' });
    expect({ done, nextMs: trial.nextMs }).toEqual({ done: ['detach'], nextMs: 25_000 });
    expect(trial.isUnderTest({ socket: 0, connection: 1 })).toBe(true);
    expect(trial.isUnderTest({ socket: 0, connection: 2 })).toBe(false);
  });

  test('was none when the same connection goes on; the next one is judged anew', () => {
    const { trial, echo, silent: falls, kinds, done, connected } = silent();
    echo(14_000);
    expect(trial).toMatchObject({ verdict: null, nextMs: null });
    expect(kinds()).toEqual(['armed', 'outage', 'resumed']);
    expect(done).toEqual(['detach', 'reattach']);
    falls(20_000);
    connected(30_000, 3);
    echo(30_001, 3);
    expect(trial.verdict).toEqual({ ok: true, tookMs: 16_001 });
  });

  test('resumed on one socket while another has a new connection already: that one is the next to watch', () => {
    const { trial, connected, echo, silent: falls, ended, kinds } = begin({ sockets: [0, 1] });
    connected(10, 1, 0);
    connected(11, 2, 1);
    echo(20, 1, 0);
    echo(21, 2, 1);
    falls(9000, 1, 0);
    ended(9100, 'reset', 2, 1);
    connected(9200, 3, 1);
    echo(9300, 3, 1);
    echo(9400, 1, 0);
    expect(kinds().at(-1)).toBe('resumed');
    ended(9500, 'closed', 3, 1);
    trial.cut(9600);
    expect(kinds().at(-1)).toBe('not-armed');
  });
});

describe('a peer that falls silent', () => {
  const silence = { outage: 'silence' } as const;

  test('does so when every connection works; the end of the connection is what passes', () => {
    const { trial, connected, echo, ended, done } = begin(silence);
    connected(90);
    expect(done).toEqual([]);
    echo(100);
    expect(done).toEqual(['silent']);
    echo(150); // still under way
    ended(20_100, 'closed');
    expect(trial.verdict).toEqual({ ok: true, tookMs: 20_000 });
  });

  test('an end that this machine’s own network makes is not the device’s', () => {
    const { trial, connected, echo, ended } = begin(silence);
    connected(90);
    echo(100);
    ended(5000, 'unreachable');
    expect(trial.verdict).toBeNull();
    trial.due(20_100);
    expect(trial.verdict).toMatchObject({ ok: false });
  });

  test('fails while the device holds on', () => {
    const { trial, connected, echo } = begin(silence);
    connected(90);
    echo(100);
    trial.due(20_099);
    expect(trial.verdict).toBeNull();
    trial.due(20_100);
    expect(trial.verdict).toEqual({ ok: false, why: 'not-ended', afterMs: 20_000 });
  });

  test('wants the end of all of them', () => {
    const { trial, connected, echo, ended } = begin({ ...silence, sockets: [0, 1] });
    connected(90, 1, 0);
    connected(91, 2, 1);
    echo(100, 1, 0);
    echo(101, 2, 1);
    ended(8000, 'reset', 1, 0);
    connected(9000, 3, 0);
    ended(9500, 'closed', 3, 0);
    expect(trial.verdict).toBeNull();
    ended(10_101, 'reset', 2, 1);
    expect(trial.verdict).toEqual({ ok: true, tookMs: 10_000 });
  });
});
