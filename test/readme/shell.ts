import { join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from '../cli/keepwire.ts';

export interface Printed {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** npm asks the registry only for what it has not stored before, and for nothing that a test does not look at. */
const NPM = { npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };

/** Runs a line of shell as a user would: without what npm told the tests about their own package. */
export async function sh(cwd: string, line: string): Promise<Printed> {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|NODE_ENV|VITEST)/i.test(name));
  const cache = join(ROOT, 'node_modules/.cache');
  const env = { ...Object.fromEntries(own), ...NPM, XDG_CACHE_HOME: cache, LC_ALL: 'C.UTF-8' };
  const { exitCode, stdout, stderr } = await execa('sh', ['-c', line], { cwd, env, extendEnv: false, reject: false });
  return { exitCode, stdout, stderr };
}
