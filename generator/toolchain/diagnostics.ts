/** One warning of the compiler; with warnings as errors, each also fails the build. */
export interface Warning {
  /** As the compiler names it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** For example `-Wconversion`; null when the compiler names none. */
  readonly option: string | null;
}

const DIAGNOSTIC = /^(?<file>.+?):(?<line>\d+):(?<column>\d+): (?<severity>warning|error): (?<text>.*)$/;
const OPTION = / \[(?:-Werror=|-Werror,)?(?<option>-?W?[\w+=-]+)\]$/;

/** The warnings in GCC's stderr, whether or not `-Werror` made errors of them; real errors are not among them. */
export function parseWarnings(stderr: string): readonly Warning[] {
  return stderr.split('\n').flatMap((row) => {
    const { file, line, column, severity, text } = DIAGNOSTIC.exec(row.trimEnd())?.groups ?? {};
    if (file === undefined || text === undefined) return [];
    const named = OPTION.exec(text);
    const option = named === null ? null : `-W${named.groups?.option?.replace(/^-?W?/, '') ?? ''}`;
    if (severity === 'error' && option === null) return [];
    const message = named === null ? text : text.slice(0, named.index);
    return [{ file, line: Number(line), column: Number(column), message, option }];
  });
}
