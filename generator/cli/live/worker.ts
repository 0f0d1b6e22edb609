/** The thread of `keepwire run`: builds the firmware, then runs the device in real time. */
import { serve } from '../../../live/device/serve.ts';
import { threadMailbox } from '../../../live/thread/thread-mailbox.ts';
import { NS_PER_MS } from '../../../simulator/clock.ts';
import { CliError } from '../cli-error.ts';
import { processIo } from '../io.ts';
import { engineNames, prepareEngine } from '../simulate/engine.ts';
import type { Program, Refusal } from './program.ts';

async function main(): Promise<void> {
  const { order, mailbox } = threadMailbox<Program>();
  const { plan, seed, program } = order;
  try {
    const engine = await prepareEngine(engineNames(program), plan, program, processIo());
    serve({ plan, seed, engine, mailbox, wallNs: () => Math.round(performance.now() * NS_PER_MS) });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const refusal: Refusal = { exitCode: error.exitCode, message: error.message };
    mailbox.post({ kind: 'refused', refusal });
  }
}

void main();
