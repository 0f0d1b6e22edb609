#!/usr/bin/env node
import { processIo } from './io.ts';
import { main } from './main.ts';

/** The version that package.json names; read only when it is asked for. */
async function version(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  // One folder up from dist/, two from the sources: whichever holds the package.
  for (const path of ['../package.json', '../../package.json']) {
    const text = await readFile(new URL(path, import.meta.url), 'utf8').catch(() => null);
    if (text !== null) return String((JSON.parse(text) as { version: unknown }).version);
  }
  return 'unknown';
}

process.exitCode = await main(process.argv.slice(2), processIo(), version);
