/** Arbitrary valid specs, from the catalogue and the schema's ranges; what rules across fields refuse is drawn again. */
import fc from 'fast-check';
import { CHIPS } from '../../generator/chips/registry.ts';
import { reachableSysclksHz, solveClock } from '../../generator/hardware/clock.ts';
import { FAMILIES, LINES, type PortName } from '../../generator/hardware/families.ts';
import { PARTS, type Part } from '../../generator/hardware/parts.ts';
import { hasPin, isOscillatorPin } from '../../generator/hardware/pins.ts';
import { spiInputHz } from '../../generator/hardware/spi.ts';
import { apb1TimerClockHz, exactReload } from '../../generator/hardware/timer.ts';
import { parseSpec } from '../../generator/input/index.ts';

type Source = 'HSE' | 'HSI';
type ChipName = keyof typeof CHIPS;

/** The largest values to draw: a simulation waits for all of them. */
export interface Limits {
  readonly periodS: number;
  readonly timeoutMs: number;
  readonly count: number;
}

export const WHOLE_RANGE: Limits = { periodS: 86_400, timeoutMs: 6553.5, count: 255 };

/** JSON of a valid spec. */
export function specs(limits: Limits): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom<ChipName>('W5200', 'W5500'),
      fc.constantFrom(...Object.values(PARTS)),
      fc.constantFrom<Source>('HSE', 'HSE', 'HSI'),
    )
    .chain(([chip, part, source]) =>
      fc.tuple(
        fc.constant(chip),
        fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/),
        mcu(part, source),
        keepalive(limits),
        fc.record({ timeoutMs: tenths(1, limits.timeoutMs), count: fc.integer({ min: 1, max: limits.count }) }),
        sockets(chip),
        network(),
      ),
    )
    .chain(([chip, name, mcuOf, counting, retransmission, entries, addresses]) =>
      boardOf(chip, mcuOf).map((board) => ({
        name,
        chip,
        keepalive: counting,
        ...board,
        network: addresses,
        retransmission,
        sockets: entries,
      })),
    )
    .map((spec) => JSON.stringify(spec))
    .filter((text) => parseSpec(text, { defaultName: 'test' }).ok);
}

/** Those specs with periods of the sockets' own, for some sockets or for all alike, and with intervals of link and health. */
export function specsWithOwnPeriods(limits: Limits): fc.Arbitrary<string> {
  return specs(limits)
    .chain((text) => {
      const spec = JSON.parse(text);
      const count: number = spec.sockets.length;
      const own = ownKeepalive(spec.chip, limits);
      const ownOfEach = fc.oneof(
        own.map((one) => Array.from({ length: count }, () => one)),
        fc.array(own, { minLength: count, maxLength: count }),
      );
      const link = fc.constantFrom(null, { onDown: 'close' }, { onDown: 'hold', holdS: 3 });
      const health = fc.option(fc.record({ everyS: fc.integer({ min: 1, max: 3600 }) }));
      return fc.tuple(ownOfEach, firstProbe(), link, health).map(([owns, top, onLink, onHealth]) => ({
        ...spec,
        keepalive: { ...spec.keepalive, ...top },
        link: onLink,
        health: onHealth,
        sockets: spec.sockets.map((entry: object, index: number) =>
          owns[index] === undefined ? entry : { ...entry, keepalive: owns[index] },
        ),
      }));
    })
    .map((spec) => JSON.stringify(spec))
    .filter((text) => parseSpec(text, { defaultName: 'test' }).ok);
}

/** What a socket says of its probes; undefined: nothing, null: there are none. */
function ownKeepalive(chip: ChipName, limits: Limits): fc.Arbitrary<object | null | undefined> {
  const byTimer = fc
    .tuple(fc.record(periods(limits), { requiredKeys: [] }), firstProbe())
    .map(([counting, first]) => ({ ...counting, ...first }));
  const byChip = fc.integer({ min: 1, max: 255 }).map((units) => ({
    by: 'chip',
    NO_DATA_PERIOD: 5 * units,
    KA_SEND_PERIOD: 5 * units,
  }));
  const usual = [fc.constant(undefined), fc.constant(null), byTimer, byTimer];
  return chip === 'W5500' ? fc.oneof(...usual, byChip) : fc.oneof(...usual);
}

function firstProbe() {
  return fc.constantFrom({}, { firstProbe: 'note' }, { firstProbe: 'at-NO_DATA_PERIOD' });
}

interface Mcu {
  readonly part: string;
  readonly platform: string;
  readonly clock: { readonly source: Source; readonly hseHz: number; readonly sysclkHz: number };
}

function mcu(part: Part, source: Source): fc.Arbitrary<Mcu> {
  const { minHz, maxHz } = LINES[part.line].hse;
  const crystals = [4_000_000, 8_000_000, 12_000_000, 14_745_600, 16_000_000, 24_000_000, 25_000_000];
  return fc.constantFrom(...crystals.filter((hz) => hz >= minHz && hz <= maxHz)).chain((hseHz) =>
    fc.record({
      part: fc.constant(part.name),
      platform: fc.constantFrom('registers', 'registers', 'spl'),
      clock: fc.record({
        source: fc.constant(source),
        hseHz: fc.constant(hseHz),
        sysclkHz: fc.constantFrom(...reachableSysclksHz(part, source, hseHz)),
      }),
    }),
  );
}

function keepalive(limits: Limits) {
  return fc.record(periods(limits));
}

function periods({ periodS }: Limits) {
  const period = fc.integer({ min: 1, max: periodS });
  return { NO_DATA_PERIOD: period, KA_SEND_PERIOD: period };
}

function tenths(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max: max * 10 }).map((units) => units / 10);
}

/** Timer and wiring, which depend on part and clock. */
function boardOf(chip: ChipName, chosen: Mcu) {
  const part = PARTS[chosen.part];
  const clock = part === undefined ? null : solveClock(part, chosen.clock);
  if (part === undefined || clock === null) throw new Error(`no clock for ${JSON.stringify(chosen)}`);
  const exact = Array.from({ length: 65_536 }, (_, psc) => psc).filter(
    (psc) => exactReload(apb1TimerClockHz(clock), psc) !== null,
  );
  // A clock of no whole number of kHz has none; the filter at the end refuses such a spec.
  const prescalers = exact.length === 0 ? [0] : exact;
  const family = FAMILIES[part.family];
  return fc.constantFrom('SPI1' as const, 'SPI2' as const).chain((spi) => {
    const { sck, miso, mosi } = family.spis[spi];
    const taken = [sck, miso, mosi, ...family.debugPins.swd];
    const free = allPins().filter(
      (pin) =>
        hasPin(part, pin) && !taken.includes(pin) && !(chosen.clock.source === 'HSE' && isOscillatorPin(part, pin)),
    );
    const slowestHz = Math.ceil(spiInputHz(part, spi, clock) / 256);
    const fastestHz = Math.max(slowestHz, Math.min(CHIPS[chip].spiMaxHz, LINES[part.line].spiMaxHz));
    return fc.record({
      mcu: fc.constant(chosen),
      timer: fc.record({ instance: fc.constantFrom(...part.timers), prescaler: fc.constantFrom(...prescalers) }),
      wiring: fc
        .tuple(
          fc.integer({ min: slowestHz, max: fastestHz }),
          fc.shuffledSubarray(free, { minLength: 3 }),
          fc.boolean(),
        )
        .map(([spiMaxHz, [cs, reset, int], wired]) => ({ spi, spiMaxHz, cs, reset, interrupt: wired ? int : null })),
    });
  });
}

function allPins(): readonly string[] {
  const ports: readonly PortName[] = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
  return ports.flatMap((port) => Array.from({ length: 16 }, (_, number) => `P${port}${number}`));
}

/** Up to eight sockets on up to four ports, and buffers that fit more often than not. */
function sockets(chip: ChipName) {
  const size = fc.constantFrom(...CHIPS[chip].bufferSizesKiB, 1, 2, 2);
  const entry = fc.record({
    port: fc.integer({ min: 1, max: 65_535 }),
    count: fc.constantFrom(1, 1, 2, 3, 8),
    rxKiB: size,
    txKiB: size,
  });
  const sum = (all: readonly { readonly count: number }[], of: (one: never) => number): number =>
    all.reduce((total, one) => total + one.count * of(one as never), 0);
  return fc
    .uniqueArray(entry, { minLength: 1, maxLength: 4, selector: ({ port }) => port })
    .filter(
      (all) =>
        sum(all, () => 1) <= 8 &&
        sum(all, ({ rxKiB }: { rxKiB: number }) => rxKiB) <= 16 &&
        sum(all, ({ txKiB }: { txKiB: number }) => txKiB) <= 16,
    );
}

/** Private networks with room for the clients of eight sockets twice over. */
function network() {
  const byte = fc.integer({ min: 0, max: 255 });
  return fc
    .tuple(fc.integer({ min: 8, max: 26 }), byte, byte, byte, fc.array(byte, { minLength: 5, maxLength: 5 }))
    .map(([prefix, b, c, d, mac]) => ({
      mac: [0x02, ...mac].map((octet) => octet.toString(16).padStart(2, '0')).join(':'),
      ip: `10.${b}.${c}.${d}`,
      subnet: dotted((0xffff_ffff << (32 - prefix)) >>> 0),
      gateway: '0.0.0.0',
    }));
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}
