import { basename } from 'node:path';
import type { FileSet } from '../emit/files.ts';
import { LAYERS, type Layer } from '../firmware/part.ts';
import type { Placement } from './map.ts';

/** Bytes. */
export interface Size {
  readonly flash: number;
  readonly ram: number;
}

/** A layer of the firmware; `startup` is start-up and vectors, `library` what the compiler's or vendor's code adds. */
export type SizeLayer = Exclude<Layer, 'project'> | 'startup' | 'library';

export interface Sizes extends Size {
  /** Padding between sections counts in the totals only. */
  readonly layers: Readonly<Partial<Record<SizeLayer, Size>>>;
}

/** Flash and RAM in total and by layer; objects are called after their source, `kw_port.c` → `kw_port.o`. */
export function sizesOf(placements: readonly Placement[], files: FileSet): Sizes {
  const layerOf = new Map<string, SizeLayer>();
  for (const { path, layer, startup } of files) {
    if (path.endsWith('.c') && layer !== 'project') layerOf.set(objectName(path), startup === true ? 'startup' : layer);
  }
  const layers = new Map<SizeLayer, Size>();
  let total: Size = { flash: 0, ram: 0 };
  for (const placement of placements) {
    total = add(total, placement);
    if (placement.object === null) continue;
    const layer = layerOf.get(basename(placement.object)) ?? 'library';
    layers.set(layer, add(layers.get(layer) ?? { flash: 0, ram: 0 }, placement));
  }
  const order: readonly SizeLayer[] = ['startup', ...LAYERS.filter((layer) => layer !== 'project'), 'library'];
  const present = order.flatMap((layer) => (layers.has(layer) ? [[layer, layers.get(layer)]] : []));
  return { ...total, layers: Object.fromEntries(present) };
}

export function objectName(source: string): string {
  return `${source.replace(/\.[cs]$/i, '').replaceAll('/', '_')}.o`;
}

function add(size: Size, { bytes, flash, ram }: Placement): Size {
  return { flash: size.flash + (flash ? bytes : 0), ram: size.ram + (ram ? bytes : 0) };
}
