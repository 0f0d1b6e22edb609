import type { Spec } from '../../contract/spec.ts';
import { ipv4OfText, ipv4Text, networkOf } from '../../values/ipv4.ts';
import { CHIPS } from '../chips/registry.ts';
import { solveClock } from '../hardware/clock.ts';
import { LINES } from '../hardware/families.ts';
import { PARTS } from '../hardware/parts.ts';
import { apb1TimerClockHz } from '../hardware/timer.ts';
import { isUsableMask } from './rules/hosts.ts';
import { USUAL_CALL_EVERY_MS } from './schema/general.ts';
import { schemaOf } from './schema/schema-of.ts';

/** What a user may answer before the first spec is written; everything left out gets its default. */
export interface StarterAnswers {
  /** What the file's `$schema` says, for editors; left out, there is no such key. */
  readonly schema: string;
  readonly name: string;
  readonly chip: Spec['chip'];
  /** Seconds. */
  readonly NO_DATA_PERIOD: number;
  /** Seconds. */
  readonly KA_SEND_PERIOD: number;
  readonly part: Spec['mcu']['part'];
  readonly platform: Spec['mcu']['platform'];
  readonly mac: string;
  readonly ip: string;
  readonly subnet: string;
  readonly gateway: string;
  /** Left out, the sockets have the usual one: bytes over TCP. */
  readonly protocol: 'stream' | 'websocket';
  readonly port: number;
  /** Clients at the same time. */
  readonly count: number;
  /** What the device speaks: an echo, or anything else. */
  readonly traffic: 'echo' | 'none';
}

/** What a starting spec says of a project of STM32CubeMX. */
export interface StarterProject {
  /** The `.ioc` file, seen from the spec. */
  readonly file: string;
  /** Of the chip in the project; null where the application drives it. */
  readonly wiring: StarterWiring | null;
  /** Other tasks may use the chip too. */
  readonly hasRtos: boolean;
}

export interface StarterWiring {
  readonly spi: string;
  readonly cs: string;
  readonly reset: string | null;
  readonly interrupt: string | null;
}

/**
 * Addresses that are seldom in use already: routers, containers and virtual machines take the first networks of each
 * private range. The defaults of a spec without addresses stay those of the application note.
 */
const NETWORK = { ip: '192.168.213.20', gateway: '192.168.213.1' } as const;

/** Where browsers look for a server. */
const HTTP_PORT = 80;

/** Prescalers of the starting spec let the timer count microseconds. */
const COUNT_HZ = 1_000_000;

/**
 * The text of a commented starting spec. It is valid when each answer is; the prescaler and the gateway are chosen so
 * that they fit the others. Wrong answers are written as they are, as JSON: `parseSpec` says what is wrong with them.
 */
export function starterSpec(answers: Partial<StarterAnswers> = {}, project: StarterProject | null = null): string {
  const pick = (key: keyof StarterAnswers, pointer: string): string => picked(answers, key, pointer);
  return `{
${answers.schema === undefined ? '' : `  "$schema": ${json(answers.schema)},\n`}${answers.name === undefined ? '' : `  "name": ${json(answers.name)}, // of the firmware and its folder\n`}  "chip": ${pick('chip', '/chip')}, // or ${json(otherChip(answers.chip))}

  // Both in seconds. The first probe leaves NO_DATA_PERIOD + KA_SEND_PERIOD - 1 ticks of one second after the last
  // data from the peer, further ones every KA_SEND_PERIOD.
  "keepalive": {
    "NO_DATA_PERIOD": ${pick('NO_DATA_PERIOD', '/keepalive/NO_DATA_PERIOD')},
    "KA_SEND_PERIOD": ${pick('KA_SEND_PERIOD', '/keepalive/KA_SEND_PERIOD')}
  },

${boardOf(answers, project)}  // The MAC address must be the only one of its kind on the network; 0.0.0.0 as gateway means that there is none.
  "network": {
    "mac": ${pick('mac', '/network/mac')},
    "ip": ${json(answers.ip ?? NETWORK.ip)},
    "subnet": ${pick('subnet', '/network/subnet')},
    "gateway": ${json(answers.gateway ?? gatewayFor(answers))}
  },

  // What simulated peers expect of your application. echo: all they send comes back, as app.c does at first. none: they
  // judge no answer. A dialogue of yours may stand here too: { "dialogue": [{ "say": …, "expect": … }] }.
  "traffic": ${pick('traffic', '/traffic')},

  // "count" is how many clients can be connected at the same time; the chip has eight sockets.
  "sockets": [
    { "role": "server", "port": ${portOf(answers)}, "count": ${pick('count', '/sockets/0/count')}${protocolOf(answers)} }
  ]${websocketOf(answers)}
}
`;
}

function picked(answers: Partial<StarterAnswers>, key: keyof StarterAnswers, pointer: string): string {
  return json(answers[key] ?? usual(pointer));
}

function boardOf(answers: Partial<StarterAnswers>, project: StarterProject | null): string {
  if (answers.platform === 'iolibrary') return watchedText(project);
  if (answers.platform === 'iolibrary-owned') return ownedText(answers, project);
  return answers.platform === 'hal' || answers.platform === 'custom'
    ? guestText(answers.platform, answers, project)
    : boardText(answers);
}

/** As in most projects on HAL; the user puts the own names in their place. */
function usualWiring(chip: StarterAnswers['chip'] | undefined): StarterWiring {
  const name = chip ?? String(usual('/chip'));
  return { spi: 'hspi1', cs: `${name}_CS`, reset: needsReset(chip) ? `${name}_RST` : null, interrupt: null };
}

/** A chip of an unknown name is refused with its own reason. */
function needsReset(chip: StarterAnswers['chip'] | undefined): boolean {
  const name = chip ?? usual('/chip');
  return Object.entries(CHIPS).some(([it, facts]) => it === name && facts.needsResetPin);
}

/** The board is a project's. */
function guestText(
  platform: 'hal' | 'custom',
  answers: Partial<StarterAnswers>,
  project: StarterProject | null,
): string {
  const { cs, interrupt, reset, spi } = project?.wiring ?? usualWiring(answers.chip);
  return `  // Your project has the time; HAL counts milliseconds with HAL_GetTick().
  "timer": { "source": "millis" },
${callEveryText('kw_loop_poll')}
${project === null ? '' : '  // "cubemx": what "wiring" leaves out is taken from there, and the project is checked.\n'}  "mcu": { "platform": ${json(platform)}${cubemxText(project)} },

  // The SPI's handle, and the pins by their labels in CubeMX or by their names, as in "PA4"; null: not wired.
  "wiring": {
    "spi": ${json(spi)},
    "cs": ${json(cs)},
    "reset": ${json(reset)},
    "interrupt": ${json(interrupt)}
  },

`;
}

/** How often the user's loop calls. */
function callEveryText(call: string): string {
  return `
  // Your loop calls ${call} again at most so many milliseconds after it has returned.
  "callEveryMs": ${json(USUAL_CALL_EVERY_MS)},
`;
}

function cubemxText(project: StarterProject | null): string {
  return project === null ? '' : `, "cubemx": ${json(project.file)}`;
}

/** The board of a firmware that owns it. */
function boardText(answers: Partial<StarterAnswers>): string {
  const part = String(answers.part ?? usual('/mcu/part'));
  const clockHz = timerClockHz(part);
  return `  // The PSC register's value. The timer counts ${clockHz} Hz / (PSC + 1), and 1 ms must be a whole number of counts.
  "timer": { "instance": ${json(usual('/timer/instance'))}, "prescaler": ${clockHz / COUNT_HZ - 1} },

  // "registers" needs no vendor header; "spl" calls your copy of ST's Standard Peripheral Library. "iolibrary"
  // only watches the sockets of an application that you have; "iolibrary-owned" serves some beside its own.
  "mcu": { "part": ${json(part)}, "platform": ${picked(answers, 'platform', '/mcu/platform')} },

  // "interrupt" may be null: the chip is then asked over SPI instead.
  "wiring": {
    "spi": ${json(usual('/wiring/spi'))},
    "cs": ${json(usual('/wiring/cs'))},
    "reset": ${json(usual('/wiring/reset'))},
    "interrupt": ${json(usual('/wiring/interrupt'))}
  },

  // Resets the device when the loop or the tick stands still for so long; null: no watchdog.
  "watchdog": { "timeoutMs": ${json(usual('/watchdog/timeoutMs'))} },

`;
}

/** The board, the loop and the sockets are the application's. */
function watchedText(project: StarterProject | null): string {
  return `  // Your application passes its milliseconds to kw_watch_poll, for example HAL_GetTick().
  "timer": { "source": "millis" },

  // Your application serves the sockets through WIZnet's ioLibrary; keepwire watches them. "number" of an
  // entry is the chip's number of its first socket, where your application has others below.
  "mcu": { "platform": "iolibrary"${cubemxText(project)} },

  // "close" closes the socket of a peer that is gone; "report" only tells. "lock": true where other tasks use sockets.
  "watched": { "onDeath": "close", "lock": ${json(project?.hasRtos === true)} },
${callEveryText('kw_watch_poll')}
`;
}

/** The board and the other sockets are the application's. */
function ownedText({ chip }: Partial<StarterAnswers>, project: StarterProject | null): string {
  const reset = needsReset(chip) ? 'RSTn' : null;
  return `  // Your project has the time: it defines kw_port_ms(), for example with HAL_GetTick().
  "timer": { "source": "millis" },

  // keepwire serves the sockets below through WIZnet's ioLibrary; the chip's others are your application's. "number" of
  // the first entry is the chip's number of its first socket, where your application has others below.
  "mcu": { "platform": "iolibrary-owned"${cubemxText(project)} },

  // With names in place of null your project defines kw_port_reset and kw_port_interrupt, which reach these pins.
  "wiring": { "reset": ${json(project?.wiring?.reset ?? reset)}, "interrupt": null },
${callEveryText('kw_loop_poll')}
`;
}

function portOf({ protocol, port }: Partial<StarterAnswers>): string {
  return json(port ?? (protocol === 'websocket' ? HTTP_PORT : usual('/sockets/0/port')));
}

function protocolOf({ protocol }: Partial<StarterAnswers>): string {
  return protocol === undefined ? '' : `, "protocol": ${json(protocol)}`;
}

/** The ping notices what probes do not: an application that hangs while its kernel answers. */
function websocketOf({ protocol }: Partial<StarterAnswers>): string {
  if (protocol !== 'websocket') return '';
  return `,

  // "path" is the path of the URL. After "afterIdleS" seconds of silence the device sends a ping, and closes the
  // connection when no pong comes within "withinS" seconds, twice. With "page": "index.html" that file, beside this
  // one, is the answer to GET /; one socket is kept for it, so "count" must then be 2 at least.
  "websocket": { "path": ${json(usual('/websocket/path'))}, "ping": { "afterIdleS": 10, "withinS": 5 } }`;
}

function usual(pointer: string): unknown {
  const node = schemaOf(pointer);
  return node?.default ?? node?.examples?.[0];
}

function json(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

function otherChip(chip: StarterAnswers['chip'] | undefined): string {
  const chosen = chip ?? usual('/chip');
  return String(schemaOf('/chip')?.enum?.find((name) => name !== chosen));
}

/** TIMxCLK of a part at the clock it usually runs at, from the usual crystal. */
function timerClockHz(partName: string): number {
  const part = PARTS[partName] ?? PARTS[String(usual('/mcu/part'))];
  if (part === undefined) throw new Error('the catalogue lacks the default part');
  const hseHz = Number(usual('/mcu/clock/hseHz'));
  const clock = solveClock(part, { source: 'HSE', hseHz, sysclkHz: LINES[part.line].defaultSysclkHz });
  if (clock === null) throw new Error(`${part.name} cannot make its usual clock from ${hseHz} Hz`);
  return apb1TimerClockHz(clock);
}

/** The usual gateway, or the spec's, where it lies in the chosen subnet and is not the device itself; otherwise none. */
function gatewayFor(answers: Partial<StarterAnswers>): string {
  const ip = ipv4OfText(String(answers.ip ?? NETWORK.ip));
  const mask = ipv4OfText(String(answers.subnet ?? usual('/network/subnet')));
  const { first, last } = networkOf(ip, mask);
  const gateways = [NETWORK.gateway, String(usual('/network/gateway'))].map(ipv4OfText);
  const fitting = gateways.find((gateway) => gateway > first && gateway < last && gateway !== ip);
  return ipv4Text(isUsableMask(mask) ? (fitting ?? 0) : 0);
}
