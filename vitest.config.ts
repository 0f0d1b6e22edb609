import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts', 'test/compiler/setup.ts'],
    // The default one does not say why tests were skipped.
    reporters: ['default', 'test/setup/skipped.ts'],
    // One process compiles for all.
    alias: { '@yowasp/clang': fileURLToPath(new URL('test/compiler/client.ts', import.meta.url)) },
    // One core is left free otherwise: on a machine with two that is half.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
