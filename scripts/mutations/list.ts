/** What `npm run test:mutations` breaks: five places in each part of the product. */

export interface Mutation {
  readonly part: string;
  readonly name: string;
  readonly file: string;
  /** Occurs once in the file. */
  readonly find: string;
  /** Compiles: a test must catch it, not the type checker. */
  readonly replace: string;
  /** What users would suffer, as a sentence. */
  readonly harm: string;
  /** The test files that run first; vitest relates none to a template. Default: those in the folder of the same name. */
  readonly tests?: readonly string[];
}

type Entry = Omit<Mutation, 'part'>;

const INPUT: readonly Entry[] = [
  {
    name: 'signed-network',
    file: 'values/ipv4.ts',
    find: 'first: (address & mask) >>> 0',
    replace: 'first: address & mask',
    harm: 'From 128.0.0.0 on, a gateway outside the subnet is accepted.',
  },
  {
    name: 'line-of-crlf',
    file: 'document/text/lines.ts',
    find: '/\\r\\n|\\n|\\r/g',
    replace: '/\\n|\\r/g',
    harm: 'In a file with CR LF the line number of each problem is nearly doubled.',
  },
  {
    name: 'buffers-of-count',
    file: 'generator/input/rules/sockets.ts',
    find: 'sum + it.count * it[key], 0)',
    replace: 'sum + it[key], 0)',
    harm: 'Sockets get more buffer memory than the chip has, and overwrite the data of each other.',
  },
  {
    name: 'null-of-a-socket',
    file: 'generator/input/complete.ts',
    find: 'return own === null ? null : top;',
    replace: 'return top;',
    harm: 'A method that a socket switches off with null stays on.',
  },
  {
    name: 'line-end-of-new-key',
    file: 'document/text/edit.ts',
    find: "text[lineStart - 2] === '\\r'",
    replace: "text[lineStart - 1] === '\\r'",
    harm: 'solve --write mixes line ends in a file with CR LF.',
  },
];

const PLAN: readonly Entry[] = [
  {
    name: 'timer-clock',
    file: 'generator/hardware/timer.ts',
    find: 'clock.pclk1Hz * 2',
    replace: 'clock.pclk1Hz',
    harm: 'With APB1 divided the tick comes every half millisecond, and each period is half as long.',
  },
  {
    name: 'last-wait',
    file: 'generator/hardware/retransmission.ts',
    find: 'waits.length < rcr + 1',
    replace: 'waits.length < rcr',
    harm: 'The promised detection time lacks the last wait of the chip.',
  },
  {
    name: 'debug-port',
    file: 'generator/platforms/f1/gpio.ts',
    find: '0b010 << 24',
    replace: '0b100 << 24',
    harm: 'A pin of JTAG switches SWD off as well: no debugger can connect to the board any more.',
    tests: ['test/explain/explain.test.ts'],
  },
  {
    name: 'worst-socket',
    file: 'generator/plan/detection.ts',
    find: '(row.boundMs ?? Infinity) >',
    replace: '(row.boundMs ?? 0) >',
    harm: 'explain promises a detection time although one of the sockets never detects the failure.',
    tests: ['test/plan/detection.test.ts'],
  },
  {
    name: 'period-of-the-chip',
    file: 'generator/solve/choice.ts',
    find: '{ min: 5, max: 1275, step: 5 }',
    replace: '{ min: 5, max: 1275, step: 1 }',
    harm: 'solve writes a period that the timer of the chip cannot count.',
  },
];

const FIRMWARE: readonly Entry[] = [
  {
    name: 'events-of-a-closed-socket',
    file: 'templates/loop/kw_loop.c.hbs',
    find: `        kw_chip_clear_events(sn, ir);
        serve_closed(sn, ir);
`,
    replace: `        serve_closed(sn, ir);
`,
    harm: 'After a dead peer the reset of the next connection is reported as a second dead peer.',
    tests: ['test/ways/client.test.ts'],
  },
  {
    name: 'owner-of-the-counters',
    file: 'templates/methods/probe/kw_keepalive.c.hbs',
    find: `    k->tick_flag = false; /* first: from here on the rest is the loop's */
    k->no_data_tick = 0U;
    k->send_tick = {{firstSendTick}};
    k->send_flag = false;
`,
    replace: `    k->no_data_tick = 0U;
    k->send_tick = {{firstSendTick}};
    k->send_flag = false;
    k->tick_flag = false;
`,
    harm: 'A tick between two of the writes leaves a probe due on the next connection.',
    tests: ['test/keepalive/interrupted.test.ts'],
  },
  {
    name: 'time-wraps',
    file: 'templates/methods/idle/kw_idle.c.hbs',
    find: '(uint32_t)(now - s->received_ms) >= l->close_after',
    replace: 'now >= s->received_ms + l->close_after',
    harm: 'After 49.7 days the idle limit closes a connection at once.',
    tests: ['test/ways/wrap.test.ts'],
  },
  {
    name: 'single-sample',
    file: 'templates/chips/sockets.hbs',
    find: 'if (read8(at) != expected[i] && read8(at) != expected[i]) {',
    replace: 'if (read8(at) != expected[i]) {',
    harm: 'One wrong bit on the SPI bus resets the chip and ends the connections of living peers.',
    tests: ['test/ways/noise.test.ts'],
  },
  {
    name: 'announced-hashes',
    file: 'generator/emit/write.ts',
    find: 'files: found.ours, pending: found.hashes }',
    replace: 'files: found.ours, pending: new Map() }',
    harm: 'After generate was killed, the next run refuses its own files.',
    tests: ['test/emit/write-killed.test.ts'],
  },
];

const METHODS: readonly Entry[] = [
  {
    name: 'first-probe',
    file: 'generator/methods/probe/plan.ts',
    find: 'NO_DATA_PERIOD + KA_SEND_PERIOD - 1 - firstSendTick',
    replace: 'NO_DATA_PERIOD + KA_SEND_PERIOD - firstSendTick',
    harm: 'explain and the verdicts expect the first probe a second later than it is sent.',
    tests: ['test/plan/keepalive.test.ts'],
  },
  {
    name: 'tries-of-a-question',
    file: 'generator/methods/ask/index.ts',
    find: "{ key: 'ask.withinS', times: tries, ms: tries * withinMs }",
    replace: "{ key: 'ask.withinS', times: tries, ms: withinMs }",
    harm: 'The promised detection time covers one unanswered question, and the firmware asks several.',
    tests: ['test/plan/detection.test.ts'],
  },
  {
    name: 'silence-of-a-message',
    file: 'generator/methods/allowed-close.ts',
    find: 'Math.min(receivedNs, heardNs)',
    replace: 'Math.max(receivedNs, heardNs)',
    harm: 'simulate fails firmware that rightly closes a connection on which the expected message is missing.',
    tests: ['test/scenario/verdict-sockets.test.ts'],
  },
  {
    name: 'polls-of-a-slow-board',
    file: 'generator/methods/terms.ts',
    find: '2 * worstPollMs - MS_PER_S',
    replace: 'worstPollMs - MS_PER_S',
    harm: 'On a board with a slow SPI the firmware misses the promised detection time.',
    tests: ['test/plan/detection.test.ts'],
  },
  {
    name: 'rounded-seconds',
    file: 'generator/explain/format.ts',
    find: 'Math.round(ms * 10) / 10_000',
    replace: 'Math.floor(ms / 100) / 10',
    harm: 'explain promises a shorter time than the plan does.',
  },
];

const SIMULATOR: readonly Entry[] = [
  {
    name: 'write-1-to-clear',
    file: 'simulator/chip/sockets/write-register.ts',
    find: '(registers[offset] ?? 0) & ~value',
    replace: 'value',
    harm: 'The chip keeps events that the firmware has cleared and loses the others; verdicts are worthless.',
  },
  {
    name: 'mapping-in-use',
    file: 'simulator/net/nat.ts',
    find: 'if (restNs > 0) {',
    replace: 'if (restNs > forgetsAfterNs) {',
    harm: 'The NAT router forgets connections in use, and firmware that keeps them open fails.',
  },
  {
    name: 'variation-of-the-round-trip',
    file: 'simulator/host/rto.ts',
    find: 'srttNs + 4 * rttvarNs',
    replace: 'srttNs + rttvarNs',
    harm: 'Simulated peers repeat segments sooner than real ones (RFC 6298).',
  },
  {
    name: 'flag-of-the-timer',
    file: 'simulator/mcu/timer.ts',
    find: '(value & UPDATE) === 0 && this.#uif',
    replace: '(value & UPDATE) !== 0 && this.#uif',
    harm: 'Firmware that clears UIF the wrong way passes, and hangs in its handler on the board.',
  },
  {
    name: 'stuck-handler',
    file: 'simulator/engine/watchdog.ts',
    find: 'inHandler ? this.#handlerNs : this.#progressNs',
    replace: 'inHandler ? this.#progressNs : this.#handlerNs',
    harm: 'A loop without end in main is never reported: each tick looks like progress.',
  },
];

const PROGRAMS: readonly Entry[] = [
  {
    name: 'closed-while-alive',
    file: 'simulator/verdict/survivors.ts',
    find: '(record.failure !== null && record.failure.atNs <= atNs)',
    replace: 'record.failure !== null',
    harm: 'Firmware that closes connections of living peers passes each scenario that ends them later.',
    tests: ['test/scenario/verdict.test.ts'],
  },
  {
    name: 'longest-wait',
    file: 'simulator/scenario/format/duration.ts',
    find: 'Math.max(...periods)',
    replace: 'Math.min(...periods)',
    harm: 'A scenario waits too short for the sockets with longer periods, and fails right firmware.',
    tests: ['test/scenario/duration.test.ts'],
  },
  {
    name: 'single-refusal',
    file: 'peer/trial/trial.ts',
    find: 'if (refused && this.#lastRefused)',
    replace: 'if (refused || this.#lastRefused)',
    harm: 'One refused attempt, which may answer an earlier SYN, is reported as a device that refuses.',
  },
  {
    name: 'lag-given-up',
    file: 'live/device/pacer.ts',
    find: '(this.#offsetNs ?? 0) + lagNs',
    replace: '(this.#offsetNs ?? 0) - lagNs',
    harm: 'After a pause of the machine the device runs faster than its peers can answer.',
  },
  {
    name: 'capture-over-the-spec',
    file: 'generator/cli/simulate/output-file.ts',
    find: 'present.size > 0 && !beginsWith(target, beginning)',
    replace: 'present.size > 0 && beginsWith(target, beginning)',
    harm: 'simulate --pcap with the name of the spec overwrites the spec.',
    tests: ['test/cli/output-file.test.ts'],
  },
];

const PARTS = {
  input: INPUT,
  plan: PLAN,
  firmware: FIRMWARE,
  methods: METHODS,
  simulator: SIMULATOR,
  programs: PROGRAMS,
};

export const MUTATIONS: readonly Mutation[] = Object.entries(PARTS).flatMap(([part, entries]) =>
  entries.map((entry) => ({ part, ...entry })),
);
