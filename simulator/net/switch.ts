/** The switch of a link: its ports, and which addresses are behind them. */
import { isGroupMac, macText } from './address.ts';
import type { AttachedPort } from './port.ts';

export interface SwitchPort extends AttachedPort {
  plugged: boolean;
  powered: boolean;
}

export interface PortEvents {
  readonly send: (port: SwitchPort, frame: Uint8Array) => void;
  /** The port was unplugged, or its power has changed. */
  readonly onChange: () => void;
}

export class EthernetSwitch {
  readonly #ports: SwitchPort[] = [];
  readonly #learned = new Map<string, SwitchPort>();

  /** In the order of their attachment. */
  get ports(): readonly SwitchPort[] {
    return this.#ports;
  }

  attach(port: SwitchPort): void {
    this.#ports.push(port);
  }

  /** Records the port of a frame's sender. */
  learn(from: SwitchPort, frame: Uint8Array): void {
    this.#learned.set(macText(frame.subarray(6, 12)), from);
  }

  /** The port where the frame's destination has sent before, otherwise all other ports. */
  receivers(from: SwitchPort, frame: Uint8Array): readonly SwitchPort[] {
    const destination = frame.subarray(0, 6);
    const known = isGroupMac(destination) ? undefined : this.#learned.get(macText(destination));
    return known === undefined || known === from ? this.#ports.filter((port) => port !== from) : [known];
  }
}

/** A port that is plugged in and has power. */
export function createPort(name: string, { send, onChange }: PortEvents): SwitchPort {
  const port: SwitchPort = {
    name,
    plugged: true,
    powered: true,
    onFrame: () => {},
    get linkUp() {
      return port.plugged;
    },
    send: (frame) => send(port, frame),
    unplug: () => {
      port.plugged = false;
      onChange();
    },
    plug: () => {
      port.plugged = true;
    },
    setPowered: (powered) => {
      port.powered = powered;
      onChange();
    },
  };
  return port;
}
