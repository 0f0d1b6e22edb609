import type { SpecInput } from '../../contract/spec.generated.ts';
import type { SocketSpec, Spec } from '../../contract/spec.ts';
import { childPointer, entryOf, valueAt } from '../../document/pointer.ts';
import { resolved, type SchemaNode } from '../../document/shape/schema.ts';
import { firstNumbers } from '../chips/numbers.ts';
import { CHIPS } from '../chips/registry.ts';
import { projectDefaults } from '../cubemx/of-spec.ts';
import type { CubeProject } from '../cubemx/project.ts';
import type { GivenWiring } from '../cubemx/use.ts';
import { reachableSysclksHz, solveClock } from '../hardware/clock.ts';
import { LINES } from '../hardware/families.ts';
import { PARTS } from '../hardware/parts.ts';
import { apb1TimerClockHz, exactReload, nearestExactPrescalers } from '../hardware/timer.ts';
import { INHERITED_KEYS, SOCKET_AND_METHOD_KEYS } from '../methods/keys.ts';
import type { SpecKey } from '../methods/method.ts';
import type { Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import { USUAL_CALL_EVERY_MS } from './schema/general.ts';
import { schemaOf } from './schema/schema-of.ts';
import { SPEC_SCHEMA } from './schema/spec.ts';

/** SCK that long wires on a bench still carry; chips and parts may allow less. */
const USUAL_SPI_MAX_HZ = 18_000_000;

/**
 * The spec with every default applied. Values at `unsound` pointers are replaced as if they were not there, required
 * ones by the schema's first example, so that the result always has the right shape; what rests on such a value must
 * not be judged.
 */
export function complete(
  value: unknown,
  unsound: ReadonlySet<string>,
  defaultName: string,
  project: CubeProject | null = null,
): Spec {
  const whole = withProject(value, unsound, project);
  const { $schema: _, ...filled } = fill(SPEC_SCHEMA, whole, '', unsound) as SpecInput;
  const chip = CHIPS[filled.chip];
  const { mcu, timer, wiring } = filled as Pick<Spec, 'mcu' | 'timer' | 'wiring'>; // all but the keys below have a default in the schema
  const platform: Platform = PLATFORMS[mcu.platform];
  const isJoined = platform.isGuest === true || platform.watches === true;
  const part = PARTS[mcu.part];
  if (part === undefined) throw new Error(`the catalogue lacks ${mcu.part}, which the schema allows`);
  const line = LINES[part.line];
  const askedHz = valueAt(value, '/wiring/spiMaxHz') ?? null;
  const projectHz = wiring.spiMaxHz ?? USUAL_SPI_MAX_HZ;
  return {
    ...(filled as Omit<Spec, 'files'>),
    ...methodValues(filled as Omit<Spec, 'files'>),
    name: filled.name ?? defaultName,
    files: {},
    mcu: {
      ...mcu,
      clock: { ...mcu.clock, sysclkHz: sysclkHzOf(mcu) },
    },
    timer: {
      ...timer,
      source: timer.source ?? (isJoined ? 'millis' : 'timer'),
      prescaler: timer.prescaler ?? usualPrescaler(mcu),
    },
    callEveryMs: filled.callEveryMs ?? (isJoined ? USUAL_CALL_EVERY_MS : null),
    watched: (filled.watched ?? (platform.watches ? usualWatched() : null)) as Spec['watched'],
    wiring: {
      ...wiring,
      ...unwired(whole, platform, unsound),
      spiMaxHz: askedHz === wiring.spiMaxHz ? askedHz : Math.min(projectHz, chip.spiMaxHz, line.spiMaxHz),
    },
  };
}

/** With what the project shows in place of what the text leaves out. */
function withProject(value: unknown, unsound: ReadonlySet<string>, project: CubeProject | null): unknown {
  if (project === null || ['', '/wiring', '/mcu/platform'].some((it) => unsound.has(it))) return value;
  const [mcu, wiring] = ['mcu', 'wiring'].map((key) => (entryOf(value, key) ?? {}) as Values);
  const platform = (mcu?.platform ?? schemaOf('/mcu/platform')?.default) as Spec['mcu']['platform'];
  const found = projectDefaults(project, platform, wiring as GivenWiring);
  const clock = { ...found.mcu.clock, ...((mcu?.clock ?? {}) as object) };
  return { ...(value as object), mcu: { ...found.mcu, ...mcu, clock }, wiring: { ...found.wiring, ...wiring } };
}

/** What no pin and no label is: the project has one, and the spec does not name it. */
const UNNAMED = '';

/** A project that the firmware joins has pins of its own: those that the spec does not name are not wired. */
function unwired(value: unknown, platform: Platform, unsound: ReadonlySet<string>): Partial<Spec['wiring']> {
  if (platform.isGuest !== true) return {};
  const given = (entryOf(value, 'wiring') ?? {}) as object;
  const pins = (['reset', 'interrupt'] as const).filter(
    (key) => !Object.hasOwn(given, key) || unsound.has(`/wiring/${key}`),
  );
  // No pin at all: rules ask for it where it is needed.
  const cs = Object.hasOwn(given, 'cs') && !unsound.has('/wiring/cs') ? {} : { cs: UNNAMED };
  return { ...Object.fromEntries(pins.map((key) => [key, null])), ...cs };
}

type Values = Readonly<Record<string, unknown>>;
type SpecWithMethods = Pick<Spec, 'sockets'> & Values;

/** The values of all methods: their own defaults added, and what sockets take from the top level. */
function methodValues(filled: Omit<Spec, 'files'>): SpecWithMethods {
  const given = filled as typeof filled & Values;
  const top = Object.fromEntries(SOCKET_AND_METHOD_KEYS.map((it) => [it.key, completed(it, given[it.key])]));
  const numbers = firstNumbers(filled.sockets);
  const sockets = filled.sockets.map((socket, index) => ({ ...socket, number: numbers[index] ?? 0 }));
  return { ...top, sockets: sockets.map((socket) => completeSocket(socket, top)) };
}

function completed({ complete }: SpecKey, value: unknown): unknown {
  return value === null || complete === undefined ? value : complete(value);
}

function completeSocket(socket: SocketSpec, top: Values): SocketSpec {
  const given = socket as SocketSpec & Values;
  const methods = Object.fromEntries(INHERITED_KEYS.map((it) => [it.key, inherited(it, given[it.key], top[it.key])]));
  const { role, reconnect } = socket;
  const usual = (): typeof reconnect => fillObject(RECONNECT, {}, '', new Set()) as typeof reconnect;
  return { ...socket, ...methods, reconnect: role === 'client' ? (reconnect ?? usual()) : reconnect };
}

/** @param own undefined where the entry says nothing of the method */
function inherited(key: SpecKey, own: unknown, top: unknown): unknown {
  if (own === undefined || own === null) return own === null ? null : top;
  return completed(key, key.socketSchema === undefined ? own : { ...(top as object), ...own });
}

const RECONNECT = SPEC_SCHEMA.properties?.sockets?.items?.properties?.reconnect ?? {};

function usualWatched(): Spec['watched'] {
  return fillObject(SPEC_SCHEMA.properties?.watched ?? {}, {}, '', new Set()) as Spec['watched'];
}

/** An exact millisecond, as near to counts of 1 us as the clock allows; 0 where no prescaler gives one. */
function usualPrescaler(mcu: Spec['mcu']): number {
  const part = PARTS[mcu.part];
  const clock = part === undefined ? null : solveClock(part, { ...mcu.clock, sysclkHz: sysclkHzOf(mcu) });
  if (clock === null) return 0;
  const clockHz = apb1TimerClockHz(clock);
  const [nearest = 0] = nearestExactPrescalers(clockHz, clockHz / 1_000_000 - 1.5);
  return exactReload(clockHz, clockHz / 1_000_000 - 1) === null ? nearest : clockHz / 1_000_000 - 1;
}

function sysclkHzOf(mcu: Spec['mcu']): number {
  return mcu.clock.sysclkHz ?? fastestSysclkHz(mcu);
}

/** What the part's line usually runs at, or the fastest that this oscillator allows. */
function fastestSysclkHz(mcu: Spec['mcu']): number {
  const part = PARTS[mcu.part];
  if (part === undefined) throw new Error(`the catalogue lacks ${mcu.part}`);
  const usual = LINES[part.line].defaultSysclkHz;
  if (solveClock(part, { ...mcu.clock, sysclkHz: usual }) !== null) return usual;
  return reachableSysclksHz(part, mcu.clock.source, mcu.clock.hseHz).at(-1) ?? usual;
}

function fill(schema: SchemaNode, value: unknown, pointer: string, unsound: ReadonlySet<string>): unknown {
  const given = unsound.has(pointer) ? undefined : value;
  const isOptional = schema.type?.includes('null') === true && (given === undefined || given === null);
  if (isOptional) return given === undefined ? schema.default : null;
  if (schema.properties !== undefined) return fillObject(schema, given, pointer, unsound);
  if (schema.items !== undefined) {
    const items = (given ?? schema.default) as readonly unknown[];
    return items.map((item, index) => fill(schema.items ?? {}, item, childPointer(pointer, index), unsound));
  }
  return given === undefined ? schema.default : given;
}

const properties = new WeakMap<SchemaNode, readonly (readonly [key: string, node: SchemaNode])[]>();

/** With their references followed, once a schema: a run may read many specs. */
function propertiesOf(schema: SchemaNode): readonly (readonly [key: string, node: SchemaNode])[] {
  const known = properties.get(schema);
  if (known !== undefined) return known;
  const found = Object.entries(schema.properties ?? {}).map(
    ([key, child]) => [key, resolved(child, SPEC_SCHEMA)] as const,
  );
  properties.set(schema, found);
  return found;
}

function fillObject(schema: SchemaNode, given: unknown, pointer: string, unsound: ReadonlySet<string>): unknown {
  const source = (given ?? {}) as Record<string, unknown>;
  const filled: Record<string, unknown> = {};
  for (const [key, node] of propertiesOf(schema)) {
    const value = fill(node, Object.hasOwn(source, key) ? source[key] : undefined, childPointer(pointer, key), unsound);
    const standIn = schema.required?.includes(key) ? node.examples?.[0] : undefined;
    const result = value === undefined ? standIn : value;
    if (result !== undefined) filled[key] = result;
  }
  return filled;
}
