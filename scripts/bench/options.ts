/** Every single option of a spec that puts code into the firmware, each as small as it comes. */
import type { Method } from '../../generator/methods/method.ts';
import { METHODS } from '../../generator/methods/registry.ts';

const SERVER = { ip: '192.168.1.10', port: 5000 };

/** What is added to a spec; `chips` where only one has it. */
export interface Option {
  readonly name: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly chips?: readonly ['W5500'];
}

export const MEASURED_OPTIONS: readonly Option[] = [
  { name: 'client', spec: { sockets: [{ role: 'client', server: SERVER }] } },
  { name: 'client-fixed-port', spec: { sockets: [{ role: 'client', server: SERVER, localPort: 5001 }] } },
  { name: 'client-and-server', spec: { sockets: [{ port: 5000 }, { role: 'client', server: SERVER }] } },
  {
    name: 'keepalive-by-chip',
    spec: { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 10, by: 'chip' } },
    chips: ['W5500'],
  },
  {
    name: 'first-probe-at-NO_DATA_PERIOD',
    spec: { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5, firstProbe: 'at-NO_DATA_PERIOD' } },
  },
  {
    name: 'periods-per-socket',
    spec: {
      sockets: [{ port: 5000 }, { port: 5001, keepalive: { NO_DATA_PERIOD: 60 } }, { port: 5002, keepalive: null }],
    },
  },
  // All sockets alike, and none as the top level says: what is printed for all of them must be theirs.
  {
    name: 'periods-of-all-sockets',
    spec: { sockets: [{ port: 5000, keepalive: { NO_DATA_PERIOD: 60, KA_SEND_PERIOD: 35 } }] },
  },
  { name: 'websocket', spec: { protocol: 'websocket', websocket: {} } },
  ...METHODS.flatMap(methodOptions),
  { name: 'counters', spec: { counters: true } },
  { name: 'sent-hook', spec: { sentHook: true } },
  { name: 'no-reset-pin', spec: { wiring: { reset: null } }, chips: ['W5500'] },
  { name: 'watchdog', spec: { watchdog: { timeoutMs: 2000 } } },
];

function methodOptions({ spec, samples }: Method): readonly Option[] {
  if (spec === undefined || samples === undefined) return [];
  return Object.entries(samples.small).map(([name, value]) => ({
    name,
    spec:
      spec.within === undefined
        ? { [spec.key]: value }
        : { protocol: spec.within, [spec.within]: { [spec.key]: value } },
  }));
}

/** The spec to which options are added. */
export const PLAIN = {
  chip: 'W5500',
  keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
  timer: { prescaler: 71 },
};

/** All of them at once, as far as one spec can hold them. */
export function everything(chip: string): Readonly<Record<string, unknown>> {
  const probes = { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 10 };
  return {
    ...PLAIN,
    chip,
    ...fullSamples(undefined),
    counters: true,
    sentHook: true,
    watchdog: { timeoutMs: 2000 },
    trace: 'usart1',
    sockets: [
      { port: 5000, count: 2, keepalive: { firstProbe: 'at-NO_DATA_PERIOD' } },
      { role: 'client', server: SERVER, ask: null },
      {
        port: 80,
        protocol: 'websocket',
        primer: null,
        websocket: { subprotocols: ['v1'], ...fullSamples('websocket') },
      },
      chip === 'W5500' ? { port: 5001, keepalive: { ...probes, by: 'chip' } } : { port: 5001, keepalive: null },
    ],
  };
}

/** Of the keys that stand in this one; undefined: by themselves. */
function fullSamples(within: 'websocket' | undefined): Readonly<Record<string, unknown>> {
  const own = METHODS.flatMap(({ spec, samples }) =>
    spec !== undefined && samples !== undefined && spec.within === within ? [[spec.key, samples.full]] : [],
  );
  return Object.fromEntries(own);
}
