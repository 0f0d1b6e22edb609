import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';
import { QUESTION_SOURCES, questionRule } from '../question.ts';

export const askFirmware: FirmwareOf = ({ sockets }, texts) => {
  const asks = sockets.flatMap(({ watch }) => watch.ask ?? []);
  if (asks.length === 0) return [];
  const exact = asks.filter(({ answer }) => answer !== null).length;
  const answersDiffer = exact > 0 && exact < asks.length;
  const received = answersDiffer ? 'kw_ask_received(sn);' : 'kw_ask_answered(sn);';
  return [
    { sources: QUESTION_SOURCES },
    {
      sources: sourcePair('methods/ask', 'kw_ask', 'methods', 'asks silent peers a question and waits for the answer'),
      hooks: {
        begin: ['kw_ask_begin(sn);'],
        received: exact === asks.length ? [] : [received],
        expired: [{ when: 'kw_ask_poll(sn)', reason: 'no-answer' }],
        send: [{ statement: 'kw_ask_send(sn);', rank: 2 }],
      },
      traits: ['closes', 'sends'],
      onMessage: { answer: 'kw_ask_answered(sn);' },
      view: {
        answersDiffer,
        askRules: sockets.map(({ watch: { ask } }) => ({
          fields: [
            `.times = ${questionRule(ask)},`,
            ...(answersDiffer ? [`.any = ${ask?.answer == null},`] : []),
            `.question = ${texts.initializer(ask?.message, 'question')},`,
          ],
        })),
      },
    },
  ];
};
