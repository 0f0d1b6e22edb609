/** Loaded into each test of the tier `quick`: it starts no process and opens no socket. */
import { createRequire, syncBuiltinESMExports } from 'node:module';

const FORBIDDEN = {
  'node:child_process': ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'],
  'node:dgram': ['createSocket'],
  'node:net': ['connect', 'createConnection', 'createServer'],
  'node:worker_threads': ['Worker'],
};

const require = createRequire(import.meta.url);
for (const [module, names] of Object.entries(FORBIDDEN)) {
  for (const name of names) {
    require(module)[name] = () => {
      throw new Error(`a test of the tier quick calls ${name} of ${module}; test/tiers.ts lists the tier's tests`);
    };
  }
}
syncBuiltinESMExports();
