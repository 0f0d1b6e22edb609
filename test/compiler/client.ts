/** Stands in for `@yowasp/clang` in test processes (vitest.config.ts): the same exports, run by the compiler's process. */
import { createConnection } from 'node:net';
import { deserialize, serialize } from 'node:v8';
import { inject } from 'vitest';
import {
  delivered,
  Exit,
  type Listeners,
  type ToolReply,
  type ToolRequest,
} from '../../generator/cli/simulate/clang/messages.ts';
import installed from '../../node_modules/@yowasp/clang/package.json' with { type: 'json' };
import type { LlvmFiles } from '../../simulator/engine/host/toolchain.ts';

export const { version } = installed;

export { Exit };

export async function runLLVM(
  parameters: readonly string[],
  files: LlvmFiles,
  listeners: Listeners,
): Promise<LlvmFiles> {
  return delivered(await ask({ parameters, files }), listeners);
}

function ask(request: ToolRequest): Promise<ToolReply> {
  return new Promise((resolve, reject) => {
    const path = inject('compiler');
    if (path === undefined) throw new Error('a test compiles, and no compiler runs; test/tiers.ts lists the tiers');
    const connection = createConnection({ path, allowHalfOpen: true });
    const chunks: Buffer[] = [];
    connection.on('data', (chunk) => chunks.push(chunk));
    connection.on('error', reject);
    connection.on('end', () => {
      connection.end();
      resolve(deserialize(Buffer.concat(chunks)));
    });
    connection.write(serialize(request), () => connection.end());
  });
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the compiler's Unix socket. */
    compiler: string;
  }
}
