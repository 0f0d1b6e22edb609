import type { Spec } from '../../contract/spec.ts';
import { type Finding, problemsIn } from '../../document/finding.ts';
import { valueAt } from '../../document/pointer.ts';
import type { Problem, Result } from '../../document/problem.ts';
import { checkShape } from '../../document/shape/check.ts';
import type { DocumentKind } from '../../document/text/limits.ts';
import { readDocument } from '../../document/text/read.ts';
import { didYouMean } from '../../document/words/nearest.ts';
import { oneOf, printed } from '../../document/words/printed.ts';
import { readNamedProject } from '../cubemx/of-spec.ts';
import type { FileReader } from '../cubemx/project.ts';
import { PARTS } from '../hardware/parts.ts';
import type { Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import { pageOf } from '../protocols/websocket/page.ts';
import { complete } from './complete.ts';
import { brokenRules } from './rules/index.ts';
import { schemaOf } from './schema/schema-of.ts';
import { SPEC_SCHEMA } from './schema/spec.ts';
import { validate } from './validator.generated.js';

const KIND: DocumentKind = { name: 'A spec', example: '{ "chip": "W5500", … }', depthNeeded: '4' };

/** The name of a spec that gives none and comes from no file. */
export const DEFAULT_NAME = 'keepwire';

export interface ParseOptions {
  /** The spec's name when it gives none: the name of its file without the extension. Default: `keepwire`. */
  readonly defaultName?: string;
  /** The bytes of a file that the spec names, for example of a page; null: it cannot be read. Default: none can. */
  readonly readFile?: (path: string) => Uint8Array | null;
}

/**
 * Reads a spec: JSON with comments, shape, rules, defaults.
 *
 * @returns the complete spec, or every problem found, in the order of the text, each with JSON Pointer, line and
 * column. Never throws, whatever the text. Rules that rest on values whose shape is wrong are not judged.
 */
export function parseSpec(
  text: string,
  { defaultName = DEFAULT_NAME, readFile = () => null }: ParseOptions = {},
): Result<Spec> {
  const reading = readDocument(text, KIND);
  if (!reading.ok) return reading;
  const { document } = reading;
  const shape = checkShape(document.value, SPEC_SCHEMA, validate);
  const unsound = new Set([...shape.unsound, ...document.problems.map((it) => it.pointer).filter((it) => it !== '')]);
  const named = namedProject(document.value, unsound, readFile);
  const project = named?.project.ok ? named.project.value : null;
  const spec = withFiles(complete(document.value, unsound, defaultName, project), named?.files ?? {}, readFile);
  const broken = unsound.has('') ? [] : brokenRules(spec, unsound, document.has);
  const problems = problemsIn(document, [...withPartWords(shape.findings, document.value), ...broken]);
  return problems.length === 0 ? { ok: true, value: spec } : { ok: false, problems };
}

/** A part that is not in the list is no mistake of a project that may have any. */
function withPartWords(findings: readonly Finding[], value: unknown): readonly Finding[] {
  const name = valueAt(value, '/mcu/platform');
  const joining = Object.values(PLATFORMS).filter((it: Platform) => it.isGuest || it.watches);
  const joined = joining.find((it) => it.name === name);
  const at = '/mcu/part';
  const part = valueAt(value, at);
  return findings.map((it) => {
    if (it.pointer !== at || it.rule !== 'shape/enum' || typeof part !== 'string') return it;
    const parts = oneOf(Object.keys(PARTS));
    if (joined === undefined) {
      const platforms = oneOf(joining.map((platform) => printed(platform.name)));
      const message = `Found ${printed(part)}. Allowed with platform ${String(name ?? schemaOf('/mcu/platform')?.default)}: ${parts}. For any other STM32, set "platform" to ${platforms}, and remove "part".`;
      return { ...it, message: `${message}${didYouMean(part, Object.keys(PARTS))}` };
    }
    const message = `Found ${printed(part)}. With platform ${joined.name} your project has the part, of any STM32 family: leave "part" out. It names only the board on which simulate plays, one of ${parts}.`;
    return { ...it, message };
  });
}

/** The project of STM32CubeMX that a spec names, and its files; null: it names none, or something that is no name. */
function namedProject(value: unknown, unsound: ReadonlySet<string>, readFile: FileReader) {
  const file = valueAt(value, '/mcu/cubemx');
  const isSound = !['/mcu', '/mcu/cubemx'].some((it) => unsound.has(it));
  return isSound && typeof file === 'string' ? readNamedProject(file, readFile) : null;
}

function withFiles(spec: Spec, project: Spec['files'], readFile: FileReader): Spec {
  const pages = new Set(spec.sockets.flatMap((socket) => pageOf(socket) ?? []));
  return { ...spec, files: { ...project, ...Object.fromEntries([...pages].map((it) => [it, readFile(it)])) } };
}

/** The JSON Pointers of the values that a valid spec's text holds; what the spec has beside them are defaults. */
export function givenPointers(text: string): readonly string[] {
  const reading = readDocument(text, KIND);
  return reading.ok ? reading.document.pointers : [];
}

/** Findings about a spec whose text could be read, each with its line and column. */
export function placedIn(text: string, findings: readonly Finding[]): readonly Problem[] {
  const reading = readDocument(text, KIND);
  return reading.ok ? problemsIn(reading.document, findings) : reading.problems;
}
