/** The process that runs clang: a compiler in a process of its own can be stopped. */
import { setFlagsFromString } from 'node:v8';
import { type Llvm, localLlvm } from '../../../../simulator/engine/host/toolchain.ts';
import type { ToolReply, ToolRequest } from './messages.ts';
import { V8_FLAGS } from './v8-flags.ts';

for (const flag of V8_FLAGS) setFlagsFromString(flag);

async function runTool({ Exit, runLLVM }: Llvm, { parameters, files }: ToolRequest): Promise<ToolReply> {
  const [out, err]: [Uint8Array[], Uint8Array[]] = [[], []];
  const into = (list: Uint8Array[]) => (bytes: Uint8Array | null) => {
    if (bytes !== null) list.push(Uint8Array.from(bytes));
  };
  try {
    const made = await runLLVM(parameters, files, { stdout: into(out), stderr: into(err), fetchProgress: () => {} });
    return { kind: 'done', out, err, files: made };
  } catch (error) {
    if (error instanceof Exit) return { kind: 'exit', out, err, exitCode: 1 };
    const { name, message } = error instanceof Error ? error : new Error(`${error}`);
    return { kind: 'error', out, err, name, message };
  }
}

process.on('message', async (request: ToolRequest) => {
  process.send?.(await runTool(await localLlvm(), request));
});
process.on('disconnect', () => process.exit());
