/** Firmware that holds every template of C between them. */
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { everything, MEASURED_OPTIONS, PLAIN } from '../bench/options.ts';

export interface CFile {
  readonly path: string;
  readonly text: string;
  /** It stands in for a header of the user's project: what it breaks is not reported. */
  readonly isTheirs?: true;
}

const SPL = { mcu: { platform: 'spl' } };
const BY_CHIP = { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 10, by: 'chip' } };

const WEBSOCKET = {
  port: 80,
  protocol: 'websocket',
  websocket: { subprotocols: ['v1'], origins: ['http://192.168.1.20'] },
};

/** Sockets that an application on WIZnet's ioLibrary serves. */
const WATCHED = { mcu: { platform: 'iolibrary' }, timer: { source: 'millis' } };
/** Every option that they may have. */
const WATCHED_OPTIONS: object = Object.assign(
  {},
  ...MEASURED_OPTIONS.flatMap(({ chips, spec }) =>
    chips === undefined && spec.sockets === undefined && isValid({ ...WATCHED, ...spec }) ? [spec] : [],
  ),
);
/** Their numbers do not follow each other, their periods differ, and one is a client. */
const WATCHED_SOCKETS = [
  { number: 2, port: 5000 },
  { number: 5, port: 5001, keepalive: { NO_DATA_PERIOD: 20, KA_SEND_PERIOD: 9 } },
  { number: 6, role: 'client', server: { ip: '192.168.1.101', port: 7000 } },
];

const SPECS: Readonly<Record<string, object>> = {
  least: PLAIN,
  tick: { ...PLAIN, ...BY_CHIP },
  w5500: everything('W5500'),
  w5200: everything('W5200'),
  spl: { ...everything('W5200'), ...SPL },
  hal: { ...everything('W5500'), ...project('hal') },
  custom: { ...everything('W5200'), ...project('custom') },
  websocket: { ...PLAIN, sockets: [WEBSOCKET, { port: 5000 }] },
  watched: { ...PLAIN, ...WATCHED, sockets: [{ port: 5000, count: 2 }] },
  'watched-all': { ...PLAIN, ...WATCHED, ...WATCHED_OPTIONS, watched: { lock: true }, sockets: WATCHED_SOCKETS },
  owned: { ...everything('W5500'), mcu: { platform: 'iolibrary-owned' }, timer: { source: 'millis' }, trace: null },
  'watched-told': { ...PLAIN, ...WATCHED, ...WATCHED_OPTIONS, chip: 'W5200', watched: { onDeath: 'report' } },
};

/** All options of firmware that joins a project; marks need a board of its own. */
function project(platform: string) {
  const wiring = { cs: 'W5500_CS', reset: 'W5500_RST', interrupt: 'PB1', sharedBus: true };
  return { mcu: { platform }, timer: { source: 'millis' }, wiring, trace: null, network: { source: 'application' } };
}

function isValid(more: object): boolean {
  return parseSpec(JSON.stringify({ ...PLAIN, ...more }), { defaultName: 'watched' }).ok;
}

/** The `.c` and `.h` files of each firmware, by its name. */
export function firmware(): ReadonlyMap<string, readonly CFile[]> {
  return new Map(Object.entries(SPECS).map(([name, spec]) => [name, filesOf(name, spec)]));
}

function filesOf(name: string, spec: object): readonly CFile[] {
  const parsed = parseSpec(JSON.stringify(spec), { defaultName: name });
  if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.problems)}`);
  const plan = planOf(parsed.value);
  const main = benchFiles(plan).filter(({ path }) => path === 'main.h');
  const own = render(plan).filter(({ path }) => /\.[ch]$/.test(path));
  return [
    ...own.map(({ path, text }) => ({ path, text: text.replace(FILL_IN, '') })),
    ...main.map(({ path, text }) => ({ path, text, isTheirs: true as const })),
  ];
}

/** What stops the compiler until the user has written the bodies. */
const FILL_IN = /^#error .*$/m;
