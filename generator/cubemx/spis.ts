import type { Init } from './c/init.ts';
import type { Clocks } from './clocks.ts';
import type { Fact, SourcePlace } from './fact.ts';
import { CUBE_FAMILIES } from './families.ts';
import type { IocFile } from './file.ts';
import type { CubePin } from './pins.ts';

/** One SPI as CubeMX sets it up. Null: neither file tells. */
export interface CubeSpi {
  /** For example `SPI1`. */
  readonly instance: string;
  /** The variable in C, for example `hspi1`. */
  readonly handle: string;
  readonly at: SourcePlace;
  readonly role: Fact<'master' | 'slave'> | null;
  /** Both lines, and each transfer on both. */
  readonly isFullDuplex: Fact<boolean> | null;
  readonly dataBits: Fact<number> | null;
  /** SCK between two frames. */
  readonly polarity: Fact<'low' | 'high'> | null;
  /** The edge of SCK that reads MOSI: the first or the second. */
  readonly phase: Fact<1 | 2> | null;
  readonly firstBit: Fact<'MSB' | 'LSB'> | null;
  readonly prescaler: Fact<number> | null;
  /** What the prescaler divides. */
  readonly kernelHz: Fact<number> | null;
  readonly nss: Fact<'software' | 'hardware'>;
  /** Whether SCK and MOSI keep their levels between two calls of HAL; null: this SPI always keeps them. */
  readonly keepsIo: Fact<boolean> | null;
  /** Whether DMA serves it. */
  readonly dma: readonly ('RX' | 'TX')[];
  /** False where the project uses the low-layer drivers: there is no handle then. */
  readonly hasHandle: boolean;
  /** The pads, null where none is set up. */
  readonly sck: string | null;
  readonly miso: string | null;
  readonly mosi: string | null;
  /** What the .ioc file and the generated C say differently; the C is what is compiled. */
  readonly conflicts: readonly Conflict[];
}

export interface Conflict {
  /** The parameter in C, for example `BaudRatePrescaler`. */
  readonly parameter: string;
  readonly ioc: Fact<string>;
  readonly c: Fact<string>;
}

/** SCK in hertz; null where a clock or the prescaler is not known. */
export function spiRateHz({ kernelHz, prescaler }: CubeSpi): number | null {
  return kernelHz === null || prescaler === null ? null : kernelHz.value / prescaler.value;
}

/** The mode by its usual number, 0 to 3. */
export function spiMode({ polarity, phase }: CubeSpi): number | null {
  if (polarity === null || phase === null) return null;
  return (polarity.value === 'high' ? 2 : 0) + (phase.value === 2 ? 1 : 0);
}

/** The SPIs that are in use, from the file and from the C that CubeMX generated. */
export function readSpis(
  ioc: IocFile,
  pins: readonly CubePin[],
  clocks: Clocks,
  init: readonly Init[],
): readonly CubeSpi[] {
  return ioc
    .numbered('Mcu.IP')
    .filter(({ value }) => /^SPI\d$/.test(value))
    .map(({ value, at }) => readSpi(ioc, value, at, pins, clocks, init));
}

type Words = (parameter: string, usual: string | null) => Fact<string> | null;

function readSpi(
  ioc: IocFile,
  instance: string,
  listed: SourcePlace,
  pins: readonly CubePin[],
  clocks: Clocks,
  init: readonly Init[],
): CubeSpi {
  const handle = `h${instance.toLowerCase()}`;
  const at = ioc.get(`${instance}.Mode`)?.at ?? listed;
  const generation = CUBE_FAMILIES[ioc.required('Mcu.Family').value]?.spi ?? 1;
  const conflicts: Conflict[] = [];
  const words: Words = (parameter, usual) => {
    const written = ioc.get(`${instance}.${parameter}`);
    const compiled = init.findLast((it) => it.handle === handle && it.parameter === parameter) ?? null;
    if (written !== null && compiled !== null && written.value !== compiled.value) {
      conflicts.push({ parameter, ioc: written, c: compiled });
    }
    return compiled ?? written ?? (usual === null ? null : { value: usual, at, origin: 'default' });
  };
  const pad = (line: string): string | null =>
    pins.find(({ signal }) => signal === `${instance}_${line}`)?.name ?? null;
  return {
    ...{ instance, handle, at },
    role: among(words('Mode', null), { SPI_MODE_MASTER: 'master', SPI_MODE_SLAVE: 'slave' }),
    isFullDuplex: mapped(words('Direction', null), (word) => word === 'SPI_DIRECTION_2LINES'),
    dataBits: mapped(words('DataSize', generation === 1 ? 'SPI_DATASIZE_8BIT' : null), dataBitsOf),
    polarity: among(words('CLKPolarity', 'SPI_POLARITY_LOW'), { SPI_POLARITY_LOW: 'low', SPI_POLARITY_HIGH: 'high' }),
    phase: among(words('CLKPhase', 'SPI_PHASE_1EDGE'), { SPI_PHASE_1EDGE: 1, SPI_PHASE_2EDGE: 2 }),
    firstBit: among(words('FirstBit', 'SPI_FIRSTBIT_MSB'), { SPI_FIRSTBIT_MSB: 'MSB', SPI_FIRSTBIT_LSB: 'LSB' }),
    prescaler: mapped(words('BaudRatePrescaler', 'SPI_BAUDRATEPRESCALER_2'), prescalerOf),
    kernelHz: kernelOf(ioc, instance, clocks),
    nss: mapped(words('NSS', null) ?? ioc.get(`${instance}.VirtualNSS`), nssOf) ?? {
      value: 'software',
      at,
      origin: 'default',
    },
    keepsIo:
      generation === 3
        ? mapped(words('MasterKeepIOState', 'SPI_MASTER_KEEP_IO_STATE_DISABLE'), (word) => word.endsWith('_ENABLE'))
        : null,
    dma: (['RX', 'TX'] as const).filter((line) => usesDma(ioc, `${instance}_${line}`)),
    hasHandle: !isLowLayer(ioc, instance),
    ...{ sck: pad('SCK'), miso: pad('MISO'), mosi: pad('MOSI') },
    conflicts,
  };
}

function mapped<Value>(fact: Fact<string> | null, value: (word: string) => Value | null): Fact<Value> | null {
  const found = fact === null ? null : value(fact.value);
  return fact === null || found === null ? null : { ...fact, value: found };
}

function among<Value>(fact: Fact<string> | null, values: Readonly<Record<string, Value>>): Fact<Value> | null {
  return mapped(fact, (word) => (Object.hasOwn(values, word) ? (values[word] ?? null) : null));
}

/** CubeMX words NSS as SPI_NSS_SOFT, SPI_NSS_HARD_OUTPUT or VM_NSSHARD. */
function nssOf(word: string): 'software' | 'hardware' {
  return word.includes('HARD') ? 'hardware' : 'software';
}

function dataBitsOf(word: string): number | null {
  const [, bits] = /^SPI_DATASIZE_(\d{1,2})BIT$/.exec(word) ?? [];
  return bits === undefined ? null : Number(bits);
}

/** U5 and H5 can leave the divider out. */
function prescalerOf(word: string): number | null {
  if (word === 'SPI_BAUDRATEPRESCALER_BYPASS') return 1;
  const [, divisor] = /^SPI_BAUDRATEPRESCALER_(\d{1,3})$/.exec(word) ?? [];
  return divisor === undefined || Number(divisor) === 0 ? null : Number(divisor);
}

/** From the clocks, or, where they do not tell, from the rate that CubeMX shows. */
function kernelOf(ioc: IocFile, instance: string, clocks: Clocks): Fact<number> | null {
  return ownKernel(ioc, instance) ?? kernelOfShownRate(ioc, instance) ?? busOf(ioc, instance, clocks);
}

/** The families with kernel clocks: U5 and H5 one a SPI, H7 one for several. */
function ownKernel(ioc: IocFile, instance: string): Fact<number> | null {
  const number = instance.slice('SPI'.length);
  const shared = ['123', '45'].find((it) => it.includes(number));
  return ioc.number(`RCC.SPI${number}Freq_Value`) ?? (shared ? ioc.number(`RCC.SPI${shared}Freq_Value`) : null);
}

/** `18.0 MBits/s` with prescaler 4 comes from 72 MHz. Recomputed from the prescaler of the file, not of the C. */
function kernelOfShownRate(ioc: IocFile, instance: string): Fact<number> | null {
  const shown = ioc.get(`${instance}.CalculateBaudRate`);
  const [, number, unit] = /^(\d+(?:\.\d+)?) (K|M)Bits\/s$/.exec(shown?.value ?? '') ?? [];
  const prescaler = prescalerOf(ioc.get(`${instance}.BaudRatePrescaler`)?.value ?? 'SPI_BAUDRATEPRESCALER_2');
  if (shown === null || number === undefined || prescaler === null) return null;
  return { ...shown, value: Number(number) * (unit === 'K' ? 1_000 : 1_000_000) * prescaler };
}

/** SPI2 and SPI3 are on APB1, the others on APB2, where there are two. */
function busOf(ioc: IocFile, instance: string, { apb1Hz, apb2Hz }: Clocks): Fact<number> | null {
  if (CUBE_FAMILIES[ioc.required('Mcu.Family').value]?.spi === 3) return null;
  return instance === 'SPI2' || instance === 'SPI3' ? apb1Hz : (apb2Hz ?? apb1Hz);
}

/** `Dma.Request<n>` before the families with GPDMA, `GPDMA1.REQUEST_GPDMA1CH<n>` on them. */
function usesDma(ioc: IocFile, request: string): boolean {
  const names = new Set([request, `GPDMA1_REQUEST_${request}`, `GPDMA2_REQUEST_${request}`]);
  return [...ioc.entries.values()].some(
    ({ key, value }) => (key.startsWith('Dma.Request') || /^(?:GPDMA|HPDMA)\d\./.test(key)) && names.has(value),
  );
}

/** One entry of `3-MX_SPI1_Init-SPI1-false-HAL-true` a function: the fifth word names the driver. */
function isLowLayer(ioc: IocFile, instance: string): boolean {
  const functions = ioc.get('ProjectManager.functionlistsort')?.value.split(',') ?? [];
  return functions.some((it) => it.includes(`-${instance}-`) && it.includes('-LL-'));
}
