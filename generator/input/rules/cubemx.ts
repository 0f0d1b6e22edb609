import type { RuleFinding } from '../../../contract/rule.ts';
import type { ProjectFinding } from '../../cubemx/checks.ts';
import { placeText } from '../../cubemx/fact.ts';
import { choiceOfSpec, findingsOfSpec, projectOfSpec } from '../../cubemx/of-spec.ts';
import type { CubeProject } from '../../cubemx/project.ts';
import type { GivenWiring } from '../../cubemx/use.ts';
import { findingText, PROJECT_ERRORS } from '../../cubemx/words.ts';
import type { Rule, RuleContext } from './rule.ts';

const AT = '/mcu/cubemx';
const WIRING = ['spi', 'cs', 'reset', 'interrupt'] as const;
const NEEDS = [AT, '/mcu/platform', '/chip', '/timer', '/wiring', '/watched'];

export const cubemxRules: readonly Rule[] = [
  {
    id: 'cubemx/file',
    needs: [AT],
    check: ({ spec }) => {
      const read = projectOfSpec(spec);
      if (read === null || read.ok) return [];
      return [{ pointer: AT, message: `${placeText(read.refusal)}: ${read.refusal.message}` }];
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

/** What the text says of the wiring, without what came from the project. */
function givenWiring({ spec, given }: RuleContext): GivenWiring {
  return Object.fromEntries(WIRING.flatMap((key) => (given(`/wiring/${key}`) ? [[key, spec.wiring[key]]] : [])));
}

function projectIn({ spec }: RuleContext): CubeProject | null {
  const read = projectOfSpec(spec);
  return read?.ok === true ? read.value : null;
}

function openQuestions(context: RuleContext): readonly RuleFinding[] {
  const project = projectIn(context);
  if (project === null) return [];
  const choice = choiceOfSpec(project, context.spec.mcu.platform, givenWiring(context));
  if (choice.ok) return [];
  const isWatched = context.spec.watched !== null;
  return isWatched
    ? []
    : choice.questions.map(({ key, message }) => ({
        pointer: `/wiring/${key}`,
        message: `${message} The key in "wiring" is "${key}".`,
      }));
}

function findings(context: RuleContext): readonly ProjectFinding[] {
  const project = projectIn(context);
  return project === null ? [] : findingsOfSpec(context.spec, project, givenWiring(context));
}
