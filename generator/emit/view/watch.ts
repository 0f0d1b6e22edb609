import type { MessagePlan, SocketPlan } from '../../../contract/device.ts';
import type { EndReason } from '../../../contract/firmware.ts';
import type { Plan } from '../../../contract/plan.ts';
import { inRows } from '../../firmware/c-text.ts';
import { countingView } from './counting.ts';
import { enumeratorName } from './enumerators.ts';
import { findView, soughtBy, tableOf } from './messages.ts';

/** What the templates of keepalive, watching, messages, clients and upkeep print. */
export function watchView(plan: Plan) {
  const flags = watchFlags(plan);
  return {
    ...flags,
    ...countingView(plan),
    ...ruleView(plan, flags),
    ...findView(plan),
    ...clientView(plan),
    kpalvtrs: plan.sockets.map(({ keepalive }) => `${keepalive?.kpalvtr ?? 0}U`).join(', '),
    sendTimeouts: inRows(plan.sockets.map(({ watch }) => watch['send-timeout']?.withinMs ?? 0)),
    linkLookMs: plan.watch.link?.lookMs ?? 0,
    linkHoldMs: plan.watch.link?.holdMs ?? 0,
    healthMs: plan.watch.health?.everyMs ?? 0,
    endMarks: marksOf(flags),
    goodbyeText: flags.goodbyeSaid ? 'goodbye, ' : '',
  };
}

type Flags = ReturnType<typeof watchFlags>;

/** Which parts a spec asks for; what nobody asks for is not in the firmware. */
function watchFlags({ sockets, watch: { link, health }, counters }: Plan) {
  const some = (has: (socket: SocketPlan) => unknown): boolean => sockets.some((socket) => Boolean(has(socket)));
  const idles = some(({ watch }) => watch.idle);
  const expects = some(({ watch }) => watch.heartbeat?.expect);
  const beats = some(({ watch }) => watch.heartbeat?.send);
  const asks = some(({ watch }) => watch.ask);
  const primes = some(({ watch }) => watch.primer);
  const stops = some(({ watch }) => watch.goodbye);
  const goodbyeSaid = some(({ watch }) => watch.goodbye?.message);
  const sendTimeout = some(({ watch }) => watch['send-timeout']);
  const finds = some((socket) => soughtBy(socket).length > 0);
  const limits = idles || expects || asks;
  const utters = beats || asks || primes;
  return {
    idles,
    expects,
    beats,
    asks,
    primes,
    stops,
    goodbyeSaid,
    goodbyeHeard: goodbyeSaid,
    sendTimeout,
    finds,
    limits,
    utters,
    says: utters || goodbyeSaid,
    rules: limits || utters || goodbyeSaid,
    exactAnswers: some(({ watch }) => watch.ask?.answer),
    watches: limits || utters || goodbyeSaid || counters,
    hangsUp: limits || stops,
    cutsOff: sendTimeout || link !== null || stops,
    checksFirst: some(({ client }) => client) || stops,
    paces: beats || asks,
    watching: limits || utters,
    onlyHeartbeats: !some(({ watch }) => watch.ask?.answer) && !goodbyeSaid,
    drops: limits || stops || sendTimeout || link !== null,
    attendsLocals: stops || sendTimeout || limits,
    attendsState: stops || sendTimeout,
    clockwork: limits || utters || stops || sendTimeout,
    clients: some(({ client }) => client),
    servers: some(({ client }) => client === null),
    hasTables: some(({ client, keepalive, watch }) => client === null || keepalive?.kpalvtr || watch['send-timeout']),
    chipTimer: some(({ keepalive }) => keepalive?.kpalvtr),
    link: link !== null,
    holdsLink: link !== null && link.holdMs > 0,
    health: health !== null,
    upkeep: link !== null || health !== null,
    counters,
  };
}

const NO_MESSAGE = '{0}';

function ruleView({ sockets }: Plan, flags: Flags) {
  const said = tableOf('said');
  const refer = (message: MessagePlan | null | undefined): string => {
    if (message == null) return NO_MESSAGE;
    return `{${said.symbolOf(message)}, sizeof ${said.symbolOf(message)}}`;
  };
  const watchRules = sockets.map(({ watch }) => {
    const { idle, heartbeat, ask, primer, goodbye } = watch;
    return {
      fields: [
        ...(flags.idles
          ? [`.idle_close = ${idle?.closeAfterMs ?? 0}U,`, `.idle_check = ${idle?.checkEveryMs ?? 0}U,`]
          : []),
        ...(flags.expects ? [`.expect_within = ${heartbeat?.expect?.withinMs ?? 0}U,`] : []),
        ...(flags.asks ? askFields(ask, flags, refer) : []),
        ...(flags.beats
          ? [
              `.heartbeat_every = ${heartbeat?.send?.everyMs ?? 0}U,`,
              `.heartbeat = ${refer(heartbeat?.send?.message)},`,
            ]
          : []),
        ...(flags.primes ? [`.primer = ${refer(primer)},`] : []),
        ...(flags.goodbyeSaid ? [`.goodbye = ${refer(goodbye?.message)},`] : []),
      ],
    };
  });
  return { watchRules, saidMessages: said.rows(), watchSummary: summaryOf(flags) };
}

function askFields(
  ask: SocketPlan['watch']['ask'],
  { exactAnswers }: Flags,
  refer: (message: MessagePlan | undefined) => string,
): string[] {
  return [
    `.ask_after = ${ask?.afterIdleMs ?? 0}U,`,
    `.ask_within = ${ask?.withinMs ?? 0}U,`,
    `.ask_tries = ${ask?.tries ?? 0}U,`,
    ...(exactAnswers ? [`.ask_exact = ${ask?.answer != null},`] : []),
    `.question = ${refer(ask?.message)},`,
  ];
}

function summaryOf({ primes, idles, beats, expects, asks, goodbyeSaid }: Flags): string {
  const words = [
    ...(primes ? ['primer'] : []),
    ...(idles ? ['idle limit'] : []),
    ...(beats || expects ? ['heartbeat'] : []),
    ...(asks ? ['question'] : []),
    ...(goodbyeSaid ? ['goodbye'] : []),
  ];
  return words.length === 0 ? '' : `: ${words.join(', ')}`;
}

function clientView({ sockets, clients }: Plan) {
  return {
    firstPort: clients?.firstPort ?? 0,
    portCount: clients?.portCount ?? 0,
    rotates: sockets.some(({ client }) => client !== null && client.localPort === null),
    clientSeed: clients?.seed ?? 0,
    clientRows: sockets.map(({ client, port }) => {
      if (client === null) return `{ .local_port = ${port}U }, /* a server */`;
      const { serverIp, serverPort, localPort, firstMs, maxMs, factor256, jitter256 } = client;
      const server = [...serverIp, serverPort >> 8, serverPort & 0xff].map((byte) => `${byte}U`).join(', ');
      return `{ {${server}}, ${localPort ?? 0}U, ${firstMs}U, ${maxMs}U, ${factor256}U, ${jitter256}U },`;
    }),
  };
}

const MARKS: Readonly<Record<EndReason, string>> = {
  'peer-closed': 'peer closed',
  reset: 'reset',
  'probe-timeout': 'probe timeout',
  'send-timeout': 'send timeout',
  idle: 'idle',
  'heartbeat-missed': 'heartbeat missed',
  'no-answer': 'no answer',
  goodbye: 'goodbye',
  'link-down': 'link down',
  'chip-fault': 'chip fault',
  'local-stop': 'local stop',
};

/** Marks of the ends that this firmware can come to. */
function marksOf(flags: Flags): readonly string[] {
  const possible: Readonly<Record<EndReason, boolean>> = {
    'peer-closed': true,
    reset: true,
    'probe-timeout': true, // a bit that is read wrong may say so where none is sent
    'send-timeout': true,
    idle: flags.idles,
    'heartbeat-missed': flags.expects,
    'no-answer': flags.asks,
    goodbye: flags.goodbyeHeard,
    'link-down': flags.link,
    'chip-fault': true,
    'local-stop': flags.stops,
  };
  return (Object.keys(MARKS) as EndReason[])
    .filter((reason) => possible[reason])
    .map((reason) => `[${enumeratorName('KW_END', reason)}] = "ended: ${MARKS[reason]}",`);
}
