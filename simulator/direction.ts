/** The directions of the wire, as seen from the device. */
export const DIRECTIONS = ['to-device', 'from-device'] as const;
export type Direction = (typeof DIRECTIONS)[number];
