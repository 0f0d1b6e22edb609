import type { Afio } from './afio.ts';
import type { Complaints } from './complaints.ts';
import { Gpio, type Level, type PinMode } from './gpio.ts';

const PORTS = ['A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;

export interface PinsOptions {
  /** How many ports the part has, A first. */
  readonly ports: number;
  readonly complaints: Complaints;
  readonly pinLevel: (pin: string) => Level | null;
  /** Pins for which `pinLevel` may return a level; undefined for any. */
  readonly wired: readonly string[] | undefined;
  readonly onPin: (pin: string, level: Level | null) => void;
  /** Levels on a port's pins, 0 for A, may have changed. */
  readonly onLevels: (port: number) => void;
}

/** All pins of the part by name, `PA4`. */
export class Pins {
  readonly ports: readonly Gpio[];
  afio: Pick<Afio, 'debugs'> = { debugs: () => false };
  /** Increases whenever the mode or the owner of a pin may have changed. */
  changes = 0;

  constructor(options: PinsOptions) {
    this.ports = PORTS.slice(0, options.ports).map((letter, port) => this.#port(letter, port, options));
  }

  level(pin: string): Level {
    return this.#at(pin)?.level(Number(pin.slice(2))) ?? 0;
  }

  mode(pin: string): PinMode {
    return this.#at(pin)?.mode(Number(pin.slice(2))) ?? 'analog';
  }

  /** Why an output of a peripheral does not reach its pin; null if it does. */
  outputProblem(pin: string): string | null {
    if (this.afio.debugs(pin)) return `${pin} belongs to the debug port (AFIO_MAPR.SWJ_CFG)`;
    const mode = this.mode(pin);
    return mode === 'alternate' ? null : `${pin} is not an alternate-function push-pull output but ${mode}`;
  }

  /** Why a peripheral does not see the level of a pin. A master does not drive an alternate-function MISO. */
  inputProblem(pin: string): string | null {
    if (this.afio.debugs(pin)) return `${pin} belongs to the debug port (AFIO_MAPR.SWJ_CFG)`;
    const mode = this.mode(pin);
    return mode === 'analog' || mode === 'output' || mode === 'open-drain' ? `${pin} is no input but ${mode}` : null;
  }

  debugChanged(): void {
    this.changes++;
    for (const port of this.ports) port.debugChanged();
  }

  #at(pin: string): Gpio | undefined {
    return this.ports[pin.charCodeAt(1) - 65];
  }

  #port(letter: string, port: number, { complaints, pinLevel, wired, onPin, onLevels }: PinsOptions): Gpio {
    const names = Array.from({ length: 16 }, (_, n) => `P${letter}${n}`);
    const name = (n: number): string => names[n] as string;
    return new Gpio({
      outside: (n) => pinLevel(name(n)),
      wired: names.reduce((bits, pin, n) => (wired?.includes(pin) === false ? bits : bits | (1 << n)), 0),
      debugs: (n) => this.afio.debugs(name(n)),
      onDrive: (n, level) => {
        const outside = level === null ? null : pinLevel(name(n));
        if (outside !== null && outside !== level) {
          complaints.once('mcu/pin-contention', `${name(n)} drives ${level} against what the board drives`);
        }
        onPin(name(n), level);
      },
      onBlocked: (n) => {
        complaints.once('mcu/debug-pin', `${name(n)} is set, and belongs to the debug port (AFIO_MAPR.SWJ_CFG)`);
      },
      onLevels: () => onLevels(port),
      onModes: () => {
        this.changes++;
      },
    });
  }
}
