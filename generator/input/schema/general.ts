import type { SchemaNode } from '../../../document/shape/schema.ts';
import { CHIPS } from '../../chips/registry.ts';
import { PIN_OR_LABEL } from './wiring.ts';

/** The schema's head, without the keys of a spec. */
export const HEAD = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:keepwire:spec:1',
  title: 'keepwire spec',
  description:
    'One WIZnet chip on one STM32, and how it detects a dead TCP peer. Only chip and keepalive are required; all other keys have a default. Comments are allowed.',
  type: 'object',
  additionalProperties: false,
};

/** The least that a spec must hold. */
export const MINIMAL_EXAMPLE = {
  chip: 'W5500',
  keepalive: {
    NO_DATA_PERIOD: 10,
    KA_SEND_PERIOD: 5,
  },
  timer: {
    prescaler: 71,
  },
};

/** Keys that come first. */
export const FIRST_KEYS: Readonly<Record<string, SchemaNode>> = {
  $schema: {
    title: 'Schema of this file',
    description:
      'Path of this schema, so that an editor completes and explains the keys. keepwire itself does not read it.',
    type: 'string',
    examples: ['./node_modules/keepwire/schemas/spec.schema.json'],
  },
  name: {
    title: 'Name',
    description:
      "Name of the firmware and of the folder it is written to. 1 to 63 characters. Default: the name of the spec's file without its extension.",
    type: 'string',
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
    patternErrorMessage:
      '1 to 63 letters (a to z), digits, dots, underscores and hyphens, the first one a letter or a digit',
    examples: ['door-controller'],
  },
  chip: {
    title: 'WIZnet chip',
    description: 'The Ethernet chip with TCP in hardware.',
    enum: Object.keys(CHIPS),
    examples: ['W5500'],
  },
};

/** The key `out`. */
export const OUT: SchemaNode = {
  title: 'Folder of the firmware',
  description:
    'Parent folder of the firmware for every command: the firmware and your app.c are in OUT/NAME. Relative to the folder of the spec. The option --out overrides it. null: the folder ./out of the working directory.',
  type: ['string', 'null'],
  pattern: '^(?!(.*/)?\\.\\.(/|$))[A-Za-z0-9._-][A-Za-z0-9._ /-]{0,254}$',
  patternErrorMessage:
    'a relative path of letters (a to z), digits, dots, underscores, hyphens, blanks and slashes, without ".."',
  default: null,
  examples: ['firmware'],
};

/** The key `detection`. */
export const DETECTION: SchemaNode = {
  title: 'Detection budget',
  description:
    'Longest allowed detection time. validate reports an error if the detection of a covered failure can take longer. null: no limit.',
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['maxSeconds'],
  examples: [
    {
      maxSeconds: 60,
    },
  ],
  properties: {
    maxSeconds: {
      title: 'Longest detection, in seconds',
      description: 'Longest allowed detection time of every failure that the methods of the spec detect.',
      type: 'number',
      minimum: 0.1,
      maximum: 10000000,
      examples: [60],
    },
  },
  default: null,
};

/** The key `sentHook`. */
export const SENT_HOOK: SchemaNode = {
  title: 'Hook for room to send',
  description:
    'true: kw_app_sent of the application is called when all that was sent has been acknowledged, so that it can send more. false: the application calls kw_socket_room to find out. Not with platform iolibrary, where your application sends.',
  type: 'boolean',
  default: false,
  examples: [true],
};

/** The key `counters`. */
export const COUNTERS: SchemaNode = {
  title: 'Counters',
  description:
    "true: the application can read how often each socket's connections ended for which reason, how many probes the firmware sent, when data last arrived, and how often the chip had to be reset. Not with platform iolibrary.",
  type: 'boolean',
  default: false,
  examples: [true],
};

/** The key `watchdog`. */
export const WATCHDOG: SchemaNode = {
  title: 'Independent watchdog',
  description:
    'The independent watchdog (IWDG) resets the device when kw_loop_poll has not served all sockets, or the tick has not advanced, for timeoutMs. Exceptions without a handler then reset too, unless a debugger is attached. This is for platform registers. With platforms spl, hal, custom and iolibrary-owned the firmware calls your hook kw_app_watchdog_feed instead, which feeds the watchdog of your project. Not with platform iolibrary. null: off.',
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['timeoutMs'],
  examples: [{ timeoutMs: 2000 }],
  properties: {
    timeoutMs: {
      title: 'Timeout, in milliseconds',
      description:
        'Shortest timeout of the watchdog. The oscillator of the watchdog (LSI) runs at 30 to 60 kHz, so the real timeout can be up to twice as long. The value must be greater than the longest time between two feeds, which explain shows. A hook of the application that needs more time calls kw_watchdog_feed.',
      type: 'integer',
      minimum: 1000,
      maximum: 17000,
      examples: [2000],
    },
  },
  default: null,
};

/** The key `callEveryMs`. */
export const CALL_EVERY: SchemaNode = {
  title: 'Longest time between two calls, in milliseconds',
  description:
    'Your loop calls kw_loop_poll (platforms hal, custom and iolibrary-owned) or kw_watch_poll (platform iolibrary) again at most this time after the last call has returned. All times that explain shows are valid for this pause, and simulate uses the same pause. null: 10 with these platforms; with the other platforms the firmware has its own main loop.',
  type: ['integer', 'null'],
  minimum: 1,
  maximum: 1000,
  default: null,
  examples: [10],
};

/** The value of `callEveryMs` where the user's loop calls and the spec does not say how often. */
export const USUAL_CALL_EVERY_MS = 10;

/** The key `watched`. */
export const WATCHED: SchemaNode = {
  title: 'Watched sockets',
  description:
    'Options for platform iolibrary, where your application serves the sockets and keepwire watches them. null: the defaults.',
  type: ['object', 'null'],
  additionalProperties: false,
  examples: [{ onDeath: 'close', lock: false }],
  properties: {
    onDeath: {
      title: 'When a peer is gone',
      description:
        'close: the socket is closed, so that the application finds SOCK_CLOSED and opens it again. report: the application is told, and closes it.',
      enum: ['close', 'report'],
      default: 'close',
      examples: ['close'],
    },
    lock: {
      title: 'Lock',
      description:
        'true: the application defines kw_port_lock and kw_port_unlock, for example with a mutex of its RTOS. Needed where other tasks use the sockets.',
      type: 'boolean',
      default: false,
      examples: [true],
    },
  },
  default: null,
};

/** The key `trace`. */
export const TRACE: SchemaNode = {
  title: 'Trace',
  description:
    'usart1: the firmware writes one line for each connection, probe and end reason to USART1 (TX on PA9, 115200 baud, 8N1). It never waits for the USART. Only with platforms registers and spl. null: the trace code is not compiled in.',
  enum: ['usart1', null],
  default: null,
  examples: ['usart1'],
};

/** Shapes that several keys share. */
export const DEFS: Readonly<Record<string, SchemaNode>> = {
  pin: {
    type: 'string',
    pattern: PIN_OR_LABEL,
    patternErrorMessage:
      'a pin from PA0 to PG15, for example "PA4"; with platform hal one from PA0 to PK15, or a label, for example "W5500_CS"',
  },
  ipv4: {
    type: 'string',
    pattern: '^(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}$',
    patternErrorMessage:
      'four numbers from 0 to 255 with dots between them and no leading zeros, for example "192.168.1.20"',
  },
  bufferKiB: {
    enum: [1, 2, 4, 8, 16],
  },
};
