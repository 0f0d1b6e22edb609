import type { Plan } from '../../../contract/plan.ts';
import { oneOf } from '../../../document/words/printed.ts';
import { CHIPS } from '../../chips/registry.ts';
import { enumeratorName } from '../../firmware/c-text.ts';
import { type Ending, type FirmwarePart, type Hooks, TRAITS, type Trait } from '../../firmware/part.ts';
import { STACK_BYTES } from '../../firmware/stack.ts';
import { messagesOf, methodsOf } from '../../methods/used.ts';
import type { Platform } from '../../platforms/platform.ts';
import { PLATFORMS } from '../../platforms/registry.ts';
import type { Protocol } from '../../protocols/protocol.ts';
import { PROTOCOLS } from '../../protocols/registry.ts';
import { soughtIn } from '../parts/sought.ts';
import { sharesChipOf } from './firmware.ts';
import { limitsView } from './limits.ts';

const NO_HOOKS: Hooks = {
  init: [],
  always: [],
  poll: [],
  chipLost: [],
  begin: [],
  deliver: [],
  arrived: [],
  received: [],
  framed: [],
  listen: [],
  pong: [],
  say: [],
  leaves: [],
  sent: [],
  probed: [],
  stopping: [],
  expired: [],
  first: [],
  send: [],
  blocked: [],
  peerClosed: [],
  undelivered: [],
  ended: [],
  faulted: [],
  served: [],
  staysClosed: [],
};

/** What the templates of the loop and of the chip print about the parts of this firmware. */
export function loopViews(plan: Plan, parts: readonly FirmwarePart[]): readonly object[] {
  const sharesChip = sharesChipOf(plan);
  const hooks = hooksOf(parts);
  const traits = new Set<Trait>(parts.flatMap((part) => part.traits ?? []));
  // A protocol says when data has been received, and not the chip's event.
  const isFramed = parts.some((part) => part.hooks?.framed !== undefined);
  const watches = [hooks.expired, hooks.first, hooks.send].some((hook) => hook.length > 0);
  return [
    hookFields(withPort(hooks, plan), isFramed),
    { drainedHooks: plan.sentHook ? ['kw_app_sent(sn);'] : [] },
    { watches, timers: watches || hooks.stopping.length > 0 },
    { hearsFrames: isFramed && hooks.received.length > 0 },
    { leaving: hooks.leaves.map((condition) => ` && ${condition}`).join('') },
    traitsView(traits),
    { tellsReady: traits.has('stops') || sharesChip, andSetUp: sharesChip ? ' && kw_chip_is_set_up()' : '' },
    { stackBytes: stackBytes(plan, traits.has('peeks')) },
    { checksVersion: CHIPS[plan.chip.name].framesByLength || traits.has('checksSettings') },
    includeView(plan, parts),
    rolesView(plan),
    limitsView(plan),
    notesView(plan, parts),
    lastMessagesView(plan),
  ];
}

function hooksOf(parts: readonly FirmwarePart[]): Hooks {
  const names = Object.keys(NO_HOOKS) as (keyof Hooks)[];
  const joined = names.map((name) => [name, parts.flatMap(({ hooks }): readonly unknown[] => hooks?.[name] ?? [])]);
  const hooks = { ...NO_HOOKS, ...Object.fromEntries(joined) };
  return { ...hooks, send: [...hooks.send].sort((a, b) => a.rank - b.rank) };
}

/** A library that reaches the chip has been set up by the application. */
function withPort(hooks: Hooks, { platform }: Plan): Hooks {
  const { isGuest }: Platform = PLATFORMS[platform.name];
  const byLibrary = isGuest === true && platform.library !== null;
  return byLibrary ? hooks : { ...hooks, init: [...hooks.init, 'kw_port_init();'] };
}

/** The texts that the templates print at each hook: `beginHooks`, `receivedHooks` and so on. */
function hookFields(hooks: Hooks, isFramed: boolean) {
  const ending = ({ when, reason }: Ending) => ({ when, reason: enumeratorName('KW_END', reason) });
  const texts = {
    ...hooks,
    arrived: [...hooks.arrived, ...(isFramed ? hooks.framed : hooks.received)],
    expired: hooks.expired.map(ending),
    send: hooks.send.map(({ statement }) => statement),
  };
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [`${name}Hooks`, value]));
}

function traitsView(traits: ReadonlySet<Trait>) {
  return Object.fromEntries(TRAITS.map((trait) => [trait, traits.has(trait)]));
}

/** Headers that the loop and the search for messages include for what they call. */
function includeView(plan: Plan, parts: readonly FirmwarePart[]) {
  const sought = new Set(soughtIn(plan).map(({ name }) => name));
  const acting = parts.filter(({ onMessage = {} }) => Object.keys(onMessage).some((name) => sought.has(name)));
  const hooked = parts.filter(({ hooks }) => hooks !== undefined);
  const chip = `kw_${plan.chip.name.toLowerCase()}.h`;
  const common = ['kw_config.h', 'kw_connection.h', 'kw_time.h', chip];
  return {
    loopIncludes: sorted([...common, 'kw_port.h', ...headersOf(hooked)]),
    patternIncludes: sorted(['kw_texts.h', ...headersOf(acting)]),
    messageIncludes: sorted([...common, 'kw_pattern.h']),
    pongIncludes: headersOf(parts.filter(({ hooks }) => hooks?.pong)),
    leavingIncludes: headersOf(parts.filter(({ hooks }) => hooks?.leaves)),
  };
}

function headersOf(parts: readonly FirmwarePart[]): readonly string[] {
  return parts.flatMap(({ sources }) => sources.map(({ path }) => path).filter((path) => path.endsWith('.h')));
}

function sorted(headers: readonly string[]): readonly string[] {
  return [...new Set(headers)].sort();
}

function rolesView({ sockets, clients, gpio }: Plan) {
  const listens = clients === null;
  return {
    listens,
    tcpPorts: sockets.map(({ port }) => `${port}U`).join(', '),
    ownPort: listens ? 'ports[sn]' : 'kw_client_port(sn)',
    openSocket: listens ? 'kw_chip_open(sn, ports[sn]);' : 'kw_client_open(sn);',
    startSocket: listens ? 'kw_chip_command(sn, KW_CR_LISTEN);' : 'kw_client_start(sn);',
    ...pendingView(sockets.length, gpio.interrupt !== null),
  };
}

/** 0 where a library takes part, whose stack is not known. */
function stackBytes({ platform, sockets }: Plan, looksThrough: boolean): number {
  if (PLATFORMS[platform.name].startupIsUsers) return 0;
  if (sockets.some(({ websocket }) => websocket !== null)) return STACK_BYTES.websocket;
  return looksThrough ? STACK_BYTES.searching : STACK_BYTES.plain;
}

/** With one socket INTn says all that the register of pending sockets would. */
function pendingView(sockets: number, hasInterrupt: boolean) {
  const readsPending = sockets > 1 || !hasInterrupt;
  const pending = readsPending ? 'kw_chip_pending()' : '1U';
  return { readsPending, pendingSockets: hasInterrupt ? `kw_port_interrupt() ? ${pending} : 0U` : pending };
}

function notesView(plan: Plan, parts: readonly FirmwarePart[]) {
  return {
    counters: plan.counters,
    sentHook: plan.sentHook,
    speaksWebsocket: plan.sockets.some(({ websocket }) => websocket !== null),
    watchdog: plan.watchdog !== null,
    tellsResets: plan.watchdog !== null && !PLATFORMS[plan.platform.name].startupIsUsers,
    feedsHook: plan.watchdog !== null && PLATFORMS[plan.platform.name].startupIsUsers,
    macros: parts.flatMap(({ macros = [] }) => macros),
    deliver: deliverOf(plan),
    hookNotes: parts.flatMap(({ hookNotes = [] }) => hookNotes),
    notes: parts.flatMap(({ notes = [] }) => notes),
    fileList: parts
      .flatMap(({ sources }) => sources)
      .flatMap(({ path, about }) => (about === undefined ? [] : [{ path, about }])),
  };
}

/**
 * Of the protocol that all sockets have; else of the first one that some socket has and that has a template of its own;
 * otherwise the last protocol's.
 */
function deliverOf({ sockets }: Plan): string | undefined {
  const all: readonly Protocol[] = PROTOCOLS;
  const only = all.find(({ name }) => sockets.every(({ protocol }) => protocol === name));
  if (only?.deliversAlone !== undefined) return only.deliversAlone;
  const used = all.find(
    ({ name, deliver }) => deliver !== undefined && sockets.some(({ protocol }) => protocol === name),
  );
  return used?.deliver ?? all.at(-1)?.deliver;
}

/** Messages with which one of the two ends closes the connection. */
function lastMessagesView(plan: Plan) {
  const messages = plan.sockets.flatMap((socket) => messagesOf(methodsOf(plan, socket)));
  const last = messages.filter(({ isLast }) => isLast);
  const said = [...new Set(last.filter(({ isSaid }) => isSaid).map(({ name }) => name))];
  const sought = [...new Set(last.filter(({ isSought }) => isSought).map(({ name }) => name))];
  return {
    lastWords: said.map((name) => `${name}, `).join(''),
    messageCloses: sought.length > 0,
    closingMessage: oneOf(sought),
    shutByMessage: sought.length > 0 ? `, or the peer has said ${oneOf(sought)}` : '',
  };
}
