/** Signals that ask a long-running process to end. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls `quit` in place of ending the process; returns a function that restores the default. */
export function onEndingSignal(quit: () => void): () => void {
  for (const signal of ENDING_SIGNALS) process.on(signal, quit);
  return () => {
    for (const signal of ENDING_SIGNALS) process.off(signal, quit);
  };
}
