import type { Fact, SourcePlace } from './fact.ts';
import type { IocFile } from './file.ts';

export type Edge = 'rising' | 'falling' | 'both' | 'event';

/** One pad that the project uses. */
export interface CubePin {
  /** For example `PC13`, without the suffixes of CubeMX. */
  readonly name: string;
  readonly at: SourcePlace;
  /** For example `GPIO_Output`, `GPXTI2`, `SPI1_SCK`; null where the file gives none. */
  readonly signal: string | null;
  /** What stands in the file, for example `B1 [Blue PushButton]`. */
  readonly label: Fact<string> | null;
  /** The name in C: `X` of `X_Pin` and `X_GPIO_Port`; null without a label that C can use. */
  readonly cName: string | null;
  /** Of outputs: the level after MX_GPIO_Init. */
  readonly level: Fact<'low' | 'high'> | null;
  /** The speed of an output, for example `GPIO_SPEED_FREQ_LOW`; null: the default of the family. */
  readonly speed: Fact<string> | null;
  /** Of EXTI inputs. */
  readonly exti: null | { readonly edge: Fact<Edge>; readonly isEnabled: boolean };
}

/** Pads are listed with suffixes: `PC13-ANTI_TAMP`, `PA15 (JTDI)`, `PA11 [PA9]`, `PC2_C`. */
const PAD = /^P([A-Z])(\d{1,2})(?!\d)/;
const C_NAME = /^[A-Za-z_]\w*$/;

/** The pads in the order of the file. */
export function readPins(ioc: IocFile): readonly CubePin[] {
  return ioc.numbered('Mcu.Pin').flatMap((entry) => {
    const [name] = PAD.exec(entry.value) ?? [];
    return name === undefined ? [] : [readPin(ioc, name, entry.value, entry.at)];
  });
}

function readPin(ioc: IocFile, name: string, key: string, listed: SourcePlace): CubePin {
  const of = (parameter: string): Fact<string> | null => ioc.get(`${key}.${parameter}`);
  const at = ioc.placeFor(`${key}.`);
  const signal = of('Signal');
  const label = of('GPIO_Label');
  return {
    name,
    at: at.line === 1 ? listed : at,
    signal: signal?.value ?? null,
    label,
    cName: label === null ? null : cNameOf(label.value),
    level: signal?.value === 'GPIO_Output' ? levelOf(of('PinState'), signal.at) : null,
    speed: of('GPIO_Speed'),
    exti: signal?.value.startsWith('GPXTI') ? readExti(ioc, signal.value, of('GPIO_ModeDefaultEXTI'), signal.at) : null,
  };
}

/** The part before a `[`, without what follows a blank. */
function cNameOf(label: string): string | null {
  const [name = ''] = label.trim().split(/[[\s]/);
  return C_NAME.test(name) ? name : null;
}

/** An output starts low unless CubeMX writes otherwise. */
function levelOf(state: Fact<string> | null, at: SourcePlace): Fact<'low' | 'high'> {
  if (state === null) return { value: 'low', at, origin: 'default' };
  return { ...state, value: state.value === 'GPIO_PIN_SET' ? 'high' : 'low' };
}

const EDGES: Readonly<Record<string, Edge>> = {
  GPIO_MODE_IT_RISING: 'rising',
  GPIO_MODE_IT_FALLING: 'falling',
  GPIO_MODE_IT_RISING_FALLING: 'both',
};

/** The edge is the rising one unless CubeMX writes otherwise. */
function readExti(ioc: IocFile, signal: string, mode: Fact<string> | null, at: SourcePlace): CubePin['exti'] {
  const edge: Fact<Edge> =
    mode === null ? { value: 'rising', at, origin: 'default' } : { ...mode, value: EDGES[mode.value] ?? 'event' };
  return { edge, isEnabled: isInterruptEnabled(ioc, Number(signal.slice('GPXTI'.length))) };
}

/** A line has an interrupt of its own, or one that it shares: `EXTI9_5` for 5 to 9, `EXTI4_15`, `EXTI0_1`. */
function isInterruptEnabled(ioc: IocFile, line: number): boolean {
  return [...ioc.entries.values()].some(({ key, value }) => {
    const [, from, to = from] = /^NVIC\d?\.EXTI(\d+)(?:_(\d+))?_IRQn$/.exec(key) ?? [];
    const ends = [Number(from), Number(to)];
    return from !== undefined && line >= Math.min(...ends) && line <= Math.max(...ends) && value.startsWith('true');
  });
}
