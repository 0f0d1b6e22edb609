/** Stands in for clang's own process in test processes (vitest.config.ts): the compiler's process is one already. */
import { type Llvm, localLlvm } from '../../simulator/engine/host/toolchain.ts';

export const clangInProcess = async (): Promise<Llvm & { end(): void }> => {
  const { version, Exit, runLLVM } = await localLlvm();
  return { version, Exit, runLLVM, end: () => {} };
};
