import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { ALONE, QUICK, SWEEPS } from './test/tiers.ts';

const compiler = (file: string): string => fileURLToPath(new URL(`test/compiler/${file}`, import.meta.url));
const ALL = ['test/**/*.test.ts'];
const TEMPLATES = 'test/setup/templates.ts';
const COMPILING = [TEMPLATES, 'test/setup/dist.ts', 'test/setup/compiler.ts'];

export default defineConfig({
  test: {
    // The default one does not say why tests were skipped.
    reporters: ['default', 'test/setup/skipped.ts'],
    // One process compiles for all.
    alias: [
      { find: '@yowasp/clang', replacement: compiler('client.ts') },
      { find: /^\.\/clang\/process\.ts$/, replacement: compiler('process.ts') },
    ],
    // One core is left free otherwise: on a machine with two that is half.
    maxWorkers: '100%',
    // These end tests that hang; no test is about wall-clock time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Tests in processes of their own take half as long again, most of it to load the same files: see `isolate`.
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: QUICK,
          globalSetup: [TEMPLATES],
          setupFiles: ['test/setup/quick.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'full',
          include: ALL,
          exclude: [...QUICK, ...ALONE, ...SWEEPS],
          globalSetup: COMPILING,
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE, globalSetup: COMPILING } },
      {
        extends: true,
        test: {
          name: 'sweeps',
          include: SWEEPS,
          globalSetup: COMPILING,
          env: { KEEPWIRE_SWEEP: process.env.KEEPWIRE_SWEEP ?? 'all' },
          testTimeout: 4 * 3_600_000,
        },
      },
    ],
  },
});
