/** The ping of WebSockets as a method like the others: in tables, costs, remedies, budgets and what is solved for. */
import { expect, test } from 'vitest';
import { planText } from '../../generator/cli/plan-text.ts';
import { explainText } from '../../generator/explain/explain.ts';
import { givenPointers } from '../../generator/input/index.ts';
import { solvePeriods } from '../../generator/solve/solve.ts';

function textOf(more: object, ping: object | null = { afterIdleS: 10, withinS: 5 }): string {
  return JSON.stringify({
    ...{ chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } },
    ...{ sockets: [{ port: 80, count: 2, protocol: 'websocket', websocket: { ping } }], ...more },
  });
}

function planned(more: object = {}, ping?: object | null) {
  const result = planText(textOf(more, ping), { defaultName: 'test' });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

const explained = (more: object = {}, ping?: object | null): string => {
  const { plan, spec } = planned(more, ping);
  return explainText(plan, spec).replace(/\s+/g, ' ');
};

test('worst and typical times', () => {
  // 10 s of silence and two pings of 5 s each, then a poll; on average half of the silence has passed.
  expect(explained()).toContain(' peer-hung ping 20.057 s (15 s); not detected by probe, retransmission of data ');
  // A client whose kernel is gone acknowledges no ping: the TCP timeout is sooner.
  expect(explained()).toContain(
    ' cable-cut retransmission of data 13.057 s (8 s); ping 20.057 s (15 s); probe 21.057 s (5.5 s) ',
  );
  expect(explained({}, { afterIdleS: 30, withinS: 4, tries: 3 })).toContain(' peer-hung ping 42.057 s (27 s); ');
});

test('what a day costs: a ping and a pong, each with its acknowledgement', () => {
  const perDay = (86_400 / 10) * 4;
  expect(explained()).toContain(
    ` ping costs ${perDay} packets a day: ping, pong and two acknowledgements at most, every `,
  );
});

test('where it is missing it is a remedy, for what it notices', () => {
  const { plan } = planned({}, null);
  const keysFor = (failure: string) => plan.sockets[0]?.detection.find((it) => it.failure === failure)?.coveredBy;
  expect(keysFor('peer-hung')).toEqual(['idle', 'heartbeat.expect', 'ask', 'websocket.ping']);
  expect(keysFor('tab-hung')).toEqual(['idle', 'heartbeat.expect', 'ask']);
});

test('a budget that it exceeds names it', () => {
  const result = planText(textOf({ detection: { maxSeconds: 19 } }), { defaultName: 'test' });
  expect(result.ok ? [] : result.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining(
      'peer-hung and zero-window take up to 20.057 s (longest part: websocket.ping.afterIdleS 10 s)',
    ),
  ]);
});

test('what is solved for are probes; it stays as it is, and is named', () => {
  const text = textOf({});
  const { reasons } = solvePeriods(planned().spec, givenPointers(text), { wantedMs: 12_000, transmissions: 3 });
  expect(reasons.join('\n')).toContain(
    'Probes alone are chosen: "ping" of this spec may notice sooner and stay as they are.',
  );
});
