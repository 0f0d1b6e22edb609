import { parseSpec, type Spec, type StarterAnswers, starterSpec } from '../input/index.ts';
import { COMMANDS, FROM_OPTIONS } from './commands.ts';
import { OPTIONS, type OptionRow } from './options.ts';

type InitOption = Exclude<(typeof COMMANDS.init.options)[number], (typeof FROM_OPTIONS)[number]>;

/** In the order in which they are asked. */
export const ASKED = COMMANDS.init.options.filter(
  (name): name is InitOption => !(FROM_OPTIONS as readonly string[]).includes(name),
);
type Answers = Partial<StarterAnswers>;

/** Where an option's value goes in the starting spec, and where it is found in a complete one. */
export const INIT_VALUES: Readonly<
  Record<InitOption, { readonly key: keyof StarterAnswers; readonly usual: (spec: Spec) => unknown }>
> = {
  name: { key: 'name', usual: (spec) => spec.name },
  chip: { key: 'chip', usual: (spec) => spec.chip },
  'no-data-period': { key: 'NO_DATA_PERIOD', usual: (spec) => spec.keepalive.NO_DATA_PERIOD },
  'ka-send-period': { key: 'KA_SEND_PERIOD', usual: (spec) => spec.keepalive.KA_SEND_PERIOD },
  part: { key: 'part', usual: (spec) => spec.mcu.part },
  platform: { key: 'platform', usual: (spec) => spec.mcu.platform },
  mac: { key: 'mac', usual: (spec) => spec.network.mac },
  ip: { key: 'ip', usual: (spec) => spec.network.ip },
  subnet: { key: 'subnet', usual: (spec) => spec.network.subnet },
  gateway: { key: 'gateway', usual: (spec) => spec.network.gateway },
  protocol: { key: 'protocol', usual: (spec) => spec.sockets[0]?.protocol ?? 'stream' },
  port: { key: 'port', usual: (spec) => spec.sockets[0]?.port },
  count: { key: 'count', usual: (spec) => spec.sockets[0]?.count },
  traffic: { key: 'traffic', usual: (spec) => spec.traffic },
};

/** Someone who can be asked. */
export interface Respondent {
  /** The line that was typed, or null when there will be none any more. */
  readonly ask: (question: string) => Promise<string | null>;
  readonly tell: (text: string) => void;
}

/**
 * Asks for each value of a starting spec, with the one that Enter gives in brackets; an answer that makes the spec
 * wrong is explained and asked for again. Null when the respondent leaves.
 */
export async function askForAnswers(respondent: Respondent, defaultName: string): Promise<Answers | null> {
  let answers: Answers = {};
  for (const option of ASKED) {
    const next = await askForOne(respondent, option, answers, defaultName);
    if (next === null) return null;
    answers = next;
  }
  return answers;
}

async function askForOne(
  respondent: Respondent,
  option: InitOption,
  answers: Answers,
  defaultName: string,
): Promise<Answers | null> {
  const { key, usual } = INIT_VALUES[option];
  const before = parseSpec(starterSpec(answers), { defaultName });
  const question = `${OPTIONS[option].describe}${before.ok ? ` [${String(usual(before.value))}]` : ''}: `;
  for (;;) {
    const line = await respondent.ask(question);
    if (line === null) return null;
    const answer = line.trim();
    if (answer === '') return answers;
    const tried = { ...answers, [key]: numberIfSo(OPTIONS[option], answer) };
    const after = parseSpec(starterSpec(tried), { defaultName });
    const known = new Set(before.ok ? [] : before.problems.map(({ pointer }) => pointer));
    const fresh = after.ok ? [] : after.problems.filter(({ pointer }) => !known.has(pointer));
    if (fresh.length === 0) return tried;
    for (const { message } of fresh) respondent.tell(message);
  }
}

function numberIfSo(option: OptionRow, answer: string): string | number {
  return option.type === 'number' && Number.isFinite(Number(answer)) ? Number(answer) : answer;
}
