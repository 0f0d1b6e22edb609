/** What test processes and the compiler's process say to each other. */

/** Files by name, folders as trees of their own. */
export type Tree = { [name: string]: Tree | string | Uint8Array };

export interface Request {
  /** Command line of one of LLVM's tools; its name comes first. */
  readonly parameters: readonly string[];
  readonly files: Tree;
}

/** What a tool printed, and how it ended. */
export type Reply = { readonly out: readonly Uint8Array[]; readonly err: readonly Uint8Array[] } & (
  | { readonly kind: 'done'; readonly files: Tree }
  | { readonly kind: 'exit'; readonly exitCode: number }
  /** It threw: a trap of WebAssembly's, for instance. */
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
);

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the compiler's Unix socket. */
    compiler: string;
  }
}
