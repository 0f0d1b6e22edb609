/** A user's program, as the test compiles it against the packed declarations. */
import {
  checkPlan,
  type DetectionPlan,
  explain,
  type FileSet,
  farSideOf,
  givenPointers,
  type Plan,
  type Problem,
  parseSpec,
  planOf,
  type Result,
  render,
  type Solution,
  SPEC_SCHEMA,
  type Spec,
  type SpecInput,
  solvePeriods,
  starterSpec,
  warningText,
  whyUndetected,
} from 'keepwire';
import {
  BUILT_IN,
  type BuildCache,
  buildHostFirmware,
  createHostEngine,
  type HostBuildResult,
  type Run,
  runScenario,
  runToText,
} from 'keepwire/simulator';

const input: SpecInput = {
  chip: 'W5500',
  keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
  timer: { prescaler: 71 },
};
// @ts-expect-error the W5100 is not supported
export const wrongChip: SpecInput = { ...input, chip: 'W5100' };

const text = JSON.stringify(input);
const parsed: Result<Spec> = parseSpec(text, { defaultName: 'door' });
// @ts-expect-error there is no value before `ok` was looked at
parsed.value;
if (!parsed.ok) throw new Error(parsed.problems.map(({ line, message }) => `${line}: ${message}`).join('\n'));
const spec: Spec = parsed.value;
const plan: Plan = planOf(spec);
// @ts-expect-error plans are not to be changed
plan.name = 'other';
export const problems: readonly Problem[] = checkPlan(plan, text);
export const slowest: DetectionPlan | undefined = plan.detection.find(({ failure }) => failure === 'cable-cut');
export const boundMs: number | null | undefined = slowest?.boundMs;
export const words: readonly string[] = [explain(plan, spec), ...plan.warnings.map(warningText), starterSpec()];
export const solution: Solution = solvePeriods(spec, givenPointers(text), { wantedMs: 20_000, transmissions: 4 });
export const chips: unknown = SPEC_SCHEMA.properties?.chip?.enum;
const files: FileSet = render(plan);

const compiled = new Map<string, Uint8Array>();
const cache: BuildCache = {
  get: async (key) => compiled.get(key),
  set: async (key, bytes) => {
    compiled.set(key, bytes);
  },
};
const built: HostBuildResult = await buildHostFirmware({ files, plan, cache });
if (!built.ok) throw new Error(built.text);
const [scenario] = BUILT_IN;
if (scenario === undefined) throw new Error('there is no scenario');
const { wasm } = built;
const run: Run = runScenario({
  ...{ plan, scenario, farSideOf, whyUndetected },
  engine: (board) => createHostEngine({ ...board, wasm }),
});
export const report: string = runToText(run);
