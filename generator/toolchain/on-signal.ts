const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const undone = new Set<() => void>();

/**
 * What must not outlive this process is undone when a signal ends it, the latest first; the process then ends by that
 * signal, as it would have.
 *
 * @returns takes `undo` back: it is no longer needed
 */
export function undoOnSignal(undo: () => void): () => void {
  if (undone.size === 0) for (const signal of SIGNALS) process.on(signal, end);
  undone.add(undo);
  return () => {
    undone.delete(undo);
    if (undone.size === 0) stopListening();
  };
}

function end(signal: NodeJS.Signals): void {
  for (const undo of [...undone].reverse()) undo();
  stopListening();
  process.kill(process.pid, signal);
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, end);
}
