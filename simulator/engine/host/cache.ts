import type { BuildCache } from '../../../contract/build-cache.ts';
import { joined } from '../../bytes.ts';

export function memoryCache(): BuildCache {
  const entries = new Map<string, Uint8Array>();
  return {
    get: async (key) => entries.get(key),
    set: async (key, bytes) => {
      entries.set(key, bytes);
    },
  };
}

/** Looks in `near` first and keeps there what `far` had. */
export function layeredCache(near: BuildCache, far: BuildCache): BuildCache {
  return {
    async get(key) {
      const close = await near.get(key);
      if (close !== undefined) return close;
      const distant = await far.get(key);
      if (distant !== undefined) await near.set(key, distant);
      return distant;
    },
    async set(key, bytes) {
      await near.set(key, bytes);
      await far.set(key, bytes);
    },
  };
}

/** SHA-256 over texts or bytes, each with its length before it, in hex. */
export async function contentKey(parts: readonly (string | Uint8Array)[]): Promise<string> {
  const encoder = new TextEncoder();
  const chunks = parts.flatMap((part) => {
    const bytes = typeof part === 'string' ? encoder.encode(part) : part;
    return [encoder.encode(`${bytes.length}:`), bytes];
  });
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', joined(chunks)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
