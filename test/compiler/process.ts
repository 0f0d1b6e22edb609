/** Stands in for clang's own process in test processes (vitest.config.ts): the compiler's process is one already. */
import { type Llvm, localLlvm } from '../../simulator/engine/host/toolchain.ts';

export const clangInProcess = (): Promise<Llvm> => localLlvm();
