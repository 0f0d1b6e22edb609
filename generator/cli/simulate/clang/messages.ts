/** What the command line and the process that runs clang say to each other. */
import type { LlvmFiles } from '../../../../simulator/engine/host/toolchain.ts';

export interface ToolRequest {
  /** Command line of one of LLVM's tools; its name comes first. */
  readonly parameters: readonly string[];
  readonly files: LlvmFiles;
}

/** What a tool printed, and how it ended. */
export type ToolReply = { readonly out: readonly Uint8Array[]; readonly err: readonly Uint8Array[] } & (
  | { readonly kind: 'done'; readonly files: LlvmFiles }
  | { readonly kind: 'exit'; readonly exitCode: number }
  /** It threw: a trap of WebAssembly's, for instance. */
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
);

export interface Listeners {
  readonly stdout: (bytes: Uint8Array | null) => void;
  readonly stderr: (bytes: Uint8Array | null) => void;
}

/** As in `@yowasp/clang`: the tool has ended with an error. */
export class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit code ${code}`);
  }
}

/** The types of Node do not name it. */
const { RuntimeError } = (globalThis as unknown as { WebAssembly: { RuntimeError: new (message: string) => Error } })
  .WebAssembly;

/** Hands a reply over as `runLLVM` of `@yowasp/clang` does: returns the tool's files, or throws how it ended. */
export function delivered(reply: ToolReply, { stdout, stderr }: Listeners): LlvmFiles {
  for (const bytes of reply.out) stdout(bytes);
  for (const bytes of reply.err) stderr(bytes);
  for (const listen of [stdout, stderr]) listen(null);
  if (reply.kind === 'done') return reply.files;
  if (reply.kind === 'exit') throw new Exit(reply.exitCode);
  if (reply.name === 'RuntimeError') throw new RuntimeError(reply.message);
  throw reply.name === 'RangeError' ? new RangeError(reply.message) : new Error(`${reply.name}: ${reply.message}`);
}
