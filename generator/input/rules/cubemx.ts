import type { RuleFinding } from '../../../contract/rule.ts';
import type { ProjectFinding } from '../../cubemx/checks.ts';
import { type FileRefusal, placeText } from '../../cubemx/fact.ts';
import { choiceOfSpec, findingsOfSpec, namesProject, projectOfSpec } from '../../cubemx/of-spec.ts';
import type { CubeProject } from '../../cubemx/project.ts';
import { findingText, PROJECT_ERRORS } from '../../cubemx/words.ts';
import { PARTS } from '../../hardware/parts.ts';
import { givenWiring, ownsBoard, type Rule, type RuleContext } from './rule.ts';

const AT = '/mcu/cubemx';
const NEEDS = [AT, '/mcu/platform', '/chip', '/timer', '/wiring', '/watched'];

export const cubemxRules: readonly Rule[] = [
  {
    id: 'cubemx/file',
    needs: [AT],
    check: ({ spec }) => {
      const read = projectOfSpec(spec);
      if (read === null || read.ok) return [];
      return [{ pointer: AT, message: refusalText(read.refusal) }];
    },
  },
  {
    id: 'cubemx/part',
    needs: [AT, '/mcu/platform'],
    check: (context) => {
      const { platform } = context.spec.mcu;
      const part = projectIn(context)?.mcu.part;
      if (part === undefined || !ownsBoard(context.spec) || platform === 'iolibrary') return [];
      if (Object.hasOwn(PARTS, part.value)) return [];
      const fix = `Needed: "platform": "hal", or "custom", "iolibrary" or "iolibrary-owned", which run on any STM32.`;
      const message = `${placeText(part.at)}: Found the part ${part.value}. Platform ${platform} makes firmware for the STM32F100 and F103 only. ${fix}`;
      return [{ pointer: AT, message }];
    },
  },
  {
    id: 'cubemx/wiring',
    needs: NEEDS,
    check: (context) => openQuestions(context),
  },
  ...PROJECT_ERRORS.map(
    (key): Rule => ({
      id: key.replace('cubemx-', 'cubemx/'),
      needs: NEEDS,
      check: (context) =>
        findings(context)
          .filter((finding) => finding.key === key && finding.isError)
          .map((finding) => ({ pointer: AT, message: findingText(finding) })),
    }),
  ),
];

/** A file that is not there has no line. */
function refusalText(refusal: FileRefusal): string {
  return refusal.rule === 'cubemx/unreadable' ? refusal.message : `${placeText(refusal)}: ${refusal.message}`;
}

function projectIn({ spec }: RuleContext): CubeProject | null {
  const read = projectOfSpec(spec);
  return read?.ok === true ? read.value : null;
}

function openQuestions(context: RuleContext): readonly RuleFinding[] {
  const project = projectIn(context);
  // A spec for ioLibrary cannot answer: it names neither SPI nor pins.
  if (project === null || !namesProject(context.spec.mcu.platform)) return [];
  const choice = choiceOfSpec(project, context.spec.mcu.platform, givenWiring(context));
  if (choice.ok) return [];
  return choice.questions.map(({ key, message }) => ({
    pointer: `/wiring/${key}`,
    message: `${message} The key in "wiring" is "${key}".`,
  }));
}

function findings(context: RuleContext): readonly ProjectFinding[] {
  const project = projectIn(context);
  return project === null ? [] : findingsOfSpec(context.spec, project, givenWiring(context));
}
