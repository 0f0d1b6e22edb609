import type { PortName } from './families.ts';

export type PackageName = 'C' | 'R' | 'V' | 'Z';

/** A port's bonded pins as a mask, bit n being pin n. */
export type PortMasks = Readonly<Partial<Record<PortName, number>>>;

export interface Package {
  readonly pins: number;
  readonly ports: PortMasks;
  /**
   * PD0 and PD1 share their pads with OSC_IN and OSC_OUT: they are pins only without a crystal and with
   * AFIO_MAPR.PD01_REMAP set (RM0008 9.3.2). Packages from 100 pins on bring them out by themselves.
   */
  readonly oscillatorPins: readonly string[];
}

const ALL = 0xffff;

/** The letter of ST's ordering code, e.g. STM32F103**C**8. Source: pin definition tables of the datasheets. */
export const PACKAGES: Readonly<Record<PackageName, Package>> = {
  C: { pins: 48, ports: { A: ALL, B: ALL, C: 0xe000, D: 0x0003 }, oscillatorPins: ['PD0', 'PD1'] },
  R: { pins: 64, ports: { A: ALL, B: ALL, C: ALL, D: 0x0007 }, oscillatorPins: ['PD0', 'PD1'] },
  V: { pins: 100, ports: { A: ALL, B: ALL, C: ALL, D: ALL, E: ALL }, oscillatorPins: [] },
  Z: { pins: 144, ports: { A: ALL, B: ALL, C: ALL, D: ALL, E: ALL, F: ALL, G: ALL }, oscillatorPins: [] },
};
