/** A reader of value change dumps that takes nothing else than IEEE 1364-2005, 18.2, allows, and GTKWave's strings. */

export interface Change {
  readonly atNs: number;
  readonly name: string;
  /** A digit, or a text. */
  readonly value: string;
}

export interface Dump {
  readonly scope: string;
  readonly variables: readonly string[];
  /** The values in $dumpvars among them, at 0. */
  readonly changes: readonly Change[];
  readonly endNs: number;
}

/** @throws what the dump has wrong, with the line. */
export function readVcd(text: string): Dump {
  const end = text.indexOf('$enddefinitions $end\n');
  if (end < 0) throw new Error('no $enddefinitions');
  const declared = declarations(text.slice(0, end));
  return { ...declared, ...valueChanges(text.slice(end + '$enddefinitions $end\n'.length), declared.codes) };
}

function declarations(text: string) {
  const codes = new Map<string, { name: string; type: string }>();
  let scope = '';
  let timescale = '';
  let open = 0;
  for (const [, keyword, body = ''] of text.matchAll(/\$(\w+)\s+([\s\S]*?)\s*\$end\s*/gu)) {
    if (keyword === 'timescale') timescale = body;
    else if (keyword === 'scope') [scope, open] = [body, open + 1];
    else if (keyword === 'upscope') open--;
    else if (keyword === 'var') {
      const [, type = '', size, code = '', name = ''] = /^(\w+) (\d+) ([!-~]+) (\w+)$/u.exec(body) ?? [];
      if (size !== '1' || codes.has(code)) throw new Error(`variable ${body}`);
      codes.set(code, { name, type });
    } else if (!['comment', 'version', 'date'].includes(keyword ?? '')) throw new Error(`declaration $${keyword}`);
  }
  const left = text.replaceAll(/\$(\w+)\s+([\s\S]*?)\s*\$end\s*/gu, '');
  if (left !== '' || open !== 0 || timescale !== '1 ns') throw new Error(`header: ${left}${open}${timescale}`);
  return { scope, codes, variables: [...codes.values()].map(({ name }) => name) };
}

function valueChanges(text: string, codes: ReadonlyMap<string, { name: string; type: string }>) {
  const changes: Change[] = [];
  const values = new Map<string, string>();
  let atNs = -1;
  let initial = false;
  for (const line of text.split('\n').slice(0, -1)) {
    const time = /^#(\d+)$/u.exec(line)?.[1];
    if (time !== undefined) {
      if (Number(time) <= atNs || initial) throw new Error(`time does not go on: ${line}`);
      atNs = Number(time);
    } else if (line === '$dumpvars' && atNs === 0 && changes.length === 0) initial = true;
    else if (line === '$end' && initial) {
      initial = false;
      if (values.size !== codes.size) throw new Error('variables without an initial value');
    } else {
      const [, bit, string, code = ''] = /^(?:([01])|s([!-~]*) )([!-~]+)$/u.exec(line) ?? [];
      const variable = codes.get(code);
      const value = bit ?? unescaped(string ?? '');
      const isFitting = variable?.type === (bit === undefined ? 'string' : 'wire');
      if (variable === undefined || !isFitting || atNs < 0) throw new Error(`change ${line}`);
      if (bit !== undefined && values.get(code) === bit) throw new Error(`no change at ${atNs}: ${line}`);
      values.set(code, value);
      changes.push({ atNs, name: variable.name, value });
    }
  }
  if (!text.endsWith('\n') || initial) throw new Error('the dump breaks off');
  return { changes, endNs: atNs };
}

function unescaped(text: string): string {
  const bytes = [...text.matchAll(/\\([0-7]{3})|(.)/gu)].map(([, octal, plain = '']) =>
    octal === undefined ? plain.charCodeAt(0) : Number.parseInt(octal, 8),
  );
  return Buffer.from(bytes).toString('utf8');
}

/** When a line was at a level, pulse by pulse; one that lasts to the end of the dump ends there. */
export function pulses(
  { changes, endNs }: Dump,
  name: string,
  level: '0' | '1',
): readonly (readonly [number, number])[] {
  const own = changes.filter((change) => change.name === name);
  return own.flatMap(({ atNs, value }, index) =>
    value === level ? [[atNs, own[index + 1]?.atNs ?? endNs] as const] : [],
  );
}
