import type { SocketSpec } from '../../../contract/spec.ts';
import { closeAfterSilence } from '../allowed-close.ts';
import type { Method } from '../method.ts';
import { detects, messageUnanswered, pollTerms, timesADay, typicalWaits } from '../terms.ts';
import { askFirmware } from './firmware.ts';
import { type AskPlan, planAsk } from './plan.ts';
import { askSamples } from './samples.ts';
import { askSchema } from './schema.ts';

/** Asks a silent peer, and closes the connection when it does not answer. */
export const ask: Method<NonNullable<SocketSpec['ask']>, AskPlan> = {
  name: 'ask',
  spec: { key: 'ask', scope: 'socket', schema: askSchema },
  samples: askSamples,
  messages: [
    {
      name: 'question',
      path: '',
      inSpec: (value) => value,
      inPlan: ({ message }) => message,
      isSaid: true,
      answerTo: ({ answer }) => answer?.message ?? null,
    },
    {
      name: 'answer',
      path: '/answer',
      inSpec: ({ answer }) => answer,
      inPlan: ({ answer }) => answer?.message ?? null,
      isSought: true,
      isPassedOn: ({ answer }) => answer?.pass === true,
    },
  ],
  plan: planAsk,
  needsStream: () => 'null, or no such key',
  endReasons: [{ number: 7, name: 'no-answer', meaning: 'the peer did not answer a question' }],
  detection: (failure, { afterIdleMs, withinMs, tries }, situation) => {
    if (failure.kernel === undefined) return [];
    const silence = { key: 'ask.afterIdleS', ms: afterIdleMs };
    const answers = { key: 'ask.withinS', times: tries, ms: tries * withinMs };
    const { loop } = situation;
    const terms = [silence, answers, ...pollTerms(loop)];
    return [
      ...messageUnanswered(failure, silence, situation),
      detects('ask', 'no-answer', terms, afterIdleMs / 2 + tries * withinMs + typicalWaits(2, loop)),
    ];
  },
  remedies: { ask: { message: [0], answer: null, afterIdleMs: 30_000, withinMs: 5000, tries: 3 } },
  sends: ({ afterIdleMs, withinMs }) => ({
    ...{ key: 'ask.afterIdleS', firstAfterMs: afterIdleMs },
    again: { key: 'ask.withinS', afterMs: withinMs },
  }),
  costs: ({ afterIdleMs }) => [{ method: 'ask', packetsPerDay: 4 * timesADay(afterIdleMs) }],
  allowedCloses: ({ afterIdleMs, tries, withinMs, answer }) => [
    closeAfterSilence('no-answer', afterIdleMs + tries * withinMs, answer === null ? null : 'answer'),
  ],
  words: {
    names: { ask: { text: 'question', isGeneral: true } },
    costs: { ask: 'question, answer and two acknowledgements at most, every ask.afterIdleS' },
  },
  firmware: askFirmware,
};
