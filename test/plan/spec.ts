import type { Spec } from '../../generator/spec/spec.ts';

export interface Changes {
  readonly chip?: Spec['chip'];
  readonly keepalive?: Spec['keepalive'];
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
  return {
    name: 'door',
    chip: changes.chip ?? 'W5500',
    keepalive: changes.keepalive ?? { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
    timer: { instance: 'TIM2', prescaler: 71, ...changes.timer },
    mcu: {
      part: changes.part ?? 'STM32F103C8',
      platform: changes.platform ?? 'registers',
      clock: { source: 'HSE', hseHz: 8_000_000, sysclkHz: 72_000_000, ...changes.clock },
    },
    wiring: { spi: 'SPI1', spiMaxHz: 18_000_000, cs: 'PA4', reset: 'PB0', interrupt: 'PB1', ...changes.wiring },
    network: { mac: '00:08:DC:01:02:03', ip: '192.168.1.20', subnet: '255.255.255.0', gateway: '192.168.1.1' },
    retransmission: changes.retransmission ?? { timeoutMs: 200, count: 8 },
    trace: changes.trace ?? null,
    sockets: changes.sockets ?? [server({})],
  };
}

export function server(changes: Partial<Spec['sockets'][number]>): Spec['sockets'][number] {
  return { role: 'server', port: 5000, count: 1, rxKiB: 2, txKiB: 2, ...changes };
}
