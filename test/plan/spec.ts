import type { Spec } from '../../contract/spec.ts';

type Socket = Spec['sockets'][number];
/** The application note's counting unless told otherwise. */
type Periods = Pick<Spec['keepalive'], 'NO_DATA_PERIOD' | 'KA_SEND_PERIOD'> & Partial<Spec['keepalive']>;

export function periods(changes: Periods): Spec['keepalive'] {
  return { by: 'timer', firstProbe: 'note', ...changes };
}

export interface Changes extends Partial<Pick<Spec, 'link' | 'health' | 'detection' | 'counters' | 'watchdog'>> {
  readonly chip?: Spec['chip'];
  readonly keepalive?: Periods;
  readonly timer?: Partial<Spec['timer']>;
  readonly part?: Spec['mcu']['part'];
  readonly platform?: Spec['mcu']['platform'];
  readonly clock?: Partial<Spec['mcu']['clock']>;
  readonly wiring?: Partial<Spec['wiring']>;
  readonly retransmission?: Spec['retransmission'];
  readonly trace?: Spec['trace'];
  readonly sockets?: Spec['sockets'];
}

/** The usual spec, written out here so that no test rests on the schema's defaults, with some values changed. */
export function specWith(changes: Changes = {}): Spec {
  const keepalive = periods(changes.keepalive ?? { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 });
  return {
    name: 'door',
    files: {},
    chip: changes.chip ?? 'W5500',
    keepalive,
    ...NOTHING,
    link: changes.link ?? null,
    health: changes.health ?? null,
    detection: changes.detection ?? null,
    out: null,
    watchdog: changes.watchdog ?? null,
    counters: changes.counters ?? false,
    sentHook: false,
    timer: { source: 'timer', instance: 'TIM2', prescaler: 71, namePrefix: null, ...changes.timer },
    callEveryMs: null,
    watched: null,
    mcu: {
      part: changes.part ?? 'STM32F103C8',
      platform: changes.platform ?? 'registers',
      flashOffset: 0,
      cubemx: null,
      clock: { source: 'HSE', hseHz: 8_000_000, sysclkHz: 72_000_000, ...changes.clock },
    },
    wiring: {
      ...{ spi: 'SPI1', spiMaxHz: 18_000_000, cs: 'PA4', reset: 'PB0', interrupt: 'PB1', sharedBus: false },
      ...changes.wiring,
    },
    network: {
      source: 'spec',
      mac: '00:08:DC:01:02:03',
      ip: '192.168.1.20',
      subnet: '255.255.255.0',
      gateway: '192.168.1.1',
    },
    retransmission: changes.retransmission ?? { timeoutMs: 200, count: 3 },
    trace: changes.trace ?? null,
    sockets: numbered(changes.sockets ?? [server({})]).map((it) => ({
      ...it,
      keepalive: it.keepalive === USUAL ? keepalive : it.keepalive,
    })),
  };
}

const NOTHING = {
  ...{ primer: null, idle: null, heartbeat: null, ask: null, goodbye: null, sendTimeoutS: null },
  protocol: null,
  websocket: null,
  traffic: 'echo',
} as const;
/** Stands for the keepalive of the top level. */
const USUAL = periods({ NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 });

/** Each entry behind the one before it. */
export function numbered(sockets: readonly Socket[]): readonly Socket[] {
  const taken = (index: number): number => sockets.slice(0, index).reduce((sum, { count }) => sum + count, 0);
  return sockets.map((it, index) => ({ ...it, number: taken(index) }));
}

export function server(changes: Partial<Socket>): Socket {
  const client = { server: null, reconnect: null, localPort: 'rotate' } as const;
  const usual = { role: 'server', port: 5000, count: 1, number: 0, rxKiB: 2, txKiB: 2, keepalive: USUAL } as const;
  return { ...usual, ...client, ...NOTHING, ...changes };
}

export function client(changes: Partial<Socket>): Socket {
  const reconnect = { firstMs: 1000, maxMs: 60_000, factor: 2, jitter: 0.25 };
  return server({ role: 'client', server: { ip: '192.168.1.10', port: 5000 }, reconnect, ...changes });
}
