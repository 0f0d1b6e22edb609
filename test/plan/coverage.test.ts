import { describe, expect, test } from 'vitest';
import { planText } from '../../generator/cli/plan-text.ts';

const LEAST = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };

function planned(keys: object) {
  const planned = planText(JSON.stringify({ ...LEAST, ...keys }), { defaultName: 'x' });
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
  return planned.value.plan;
}

/** Values of each key with which a spec is complete. */
const VALUES: Readonly<Record<string, object>> = {
  keepalive: {},
  primer: { primer: { text: 'hello' } },
  idle: { idle: { closeAfterS: 60 } },
  'heartbeat.send': { heartbeat: { send: { text: 'here', everyS: 30 } } },
  'heartbeat.expect': { heartbeat: { expect: { withinS: 90 } } },
  ask: { ask: { text: 'there?', afterIdleS: 30, withinS: 5 } },
  sendTimeoutS: { sendTimeoutS: 20 },
  link: { link: { onDown: 'close' } },
};
const UNWATCHED = { sockets: [{ port: 5000, keepalive: null }] };

describe.each([
  ['probes alone', {}],
  ['nothing', UNWATCHED],
])('where a socket is watched by %s', (_name, spec) => {
  const open = planned(spec).detection.filter(({ covered }) => !covered);

  test('every gap names keys, and each of them closes it', () => {
    expect(open.map(({ failure }) => failure)).toContain('peer-hung');
    for (const { failure, coveredBy } of open) {
      expect(coveredBy, failure).not.toEqual([]);
      for (const key of coveredBy) {
        const sockets = key === 'keepalive' ? { sockets: [{ port: 5000 }] } : {};
        const row = planned({ ...spec, ...VALUES[key], ...sockets }).detection.find((it) => it.failure === failure);
        expect(row?.covered, `${failure} with ${key}`).toBe(true);
      }
    }
  });

  test('no other key closes it', () => {
    for (const { failure, coveredBy } of open) {
      for (const key of Object.keys(VALUES).filter((it) => it !== 'keepalive' && !coveredBy.includes(it))) {
        const row = planned({ ...spec, ...VALUES[key] }).detection.find((it) => it.failure === failure);
        expect(row?.covered, `${failure} with ${key}`).toBe(false);
      }
    }
  });
});

test('a failure that is covered names no key', () => {
  const covered = planned({}).detection.filter((it) => it.covered);
  expect(covered.flatMap(({ coveredBy }) => coveredBy)).toEqual([]);
});
