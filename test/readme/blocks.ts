/** A fenced block of a Markdown text. */
export interface Block {
  readonly language: string;
  /** What follows the language on the opening fence. */
  readonly info: string;
  readonly text: string;
  /** Of the opening fence. */
  readonly line: number;
}

export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { language: string; info: string; line: number; lines: string[] } | null = null;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^```(\S*) ?(.*)$/.exec(line);
    if (open === null && fence !== null) {
      open = { language: fence[1] ?? '', info: fence[2] ?? '', line: index + 1, lines: [] };
    } else if (open !== null && line === '```') {
      const { lines, ...rest } = open;
      blocks.push({ ...rest, text: `${lines.join('\n')}\n` });
      open = null;
    } else {
      open?.lines.push(line);
    }
  }
  if (open !== null) throw new Error(`the block that begins on line ${open.line} does not end`);
  return blocks;
}

/** Rows of the table under a header that begins with `first`, each a list of its cells. */
export function tableOf(markdown: string, first: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n');
  const header = lines.findIndex((line) => line.split('|')[1]?.trim() === first);
  if (header === -1) throw new Error(`there is no table that begins with ${first}`);
  const rest = lines.slice(header + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/**
 * Whether `shown` is what a program printed, where a line with nothing but `…` stands for any number of lines. Returns
 * the first run of lines that is missing, or null.
 */
export function missingFrom(printed: string, shown: string): string | null {
  const lines = printed.trimEnd().split('\n');
  const runs = shown.trimEnd().split(/^…(?:\n|$)/m);
  let from = 0;
  for (const [index, run] of runs.entries()) {
    if (run === '') continue;
    const wanted = run.trimEnd().split('\n');
    const fits = (at: number): boolean => wanted.every((line, offset) => lines[at + offset] === line);
    const places = lines.map((_, at) => at).filter((at) => at >= from && fits(at));
    const first = places[0];
    const isAtStart = index > 0 || first === 0;
    const isAtEnd = index < runs.length - 1 || (places.at(-1) ?? -1) + wanted.length === lines.length;
    if (first === undefined || !isAtStart || !isAtEnd) return run;
    from = first + wanted.length;
  }
  return null;
}
