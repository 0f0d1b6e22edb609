/** What a program beside the device prints. */
import type { Client } from './desk.ts';

/** The next line that says so. */
export async function said(client: Client, what: RegExp): Promise<string> {
  for (;;) {
    const line = await client.line();
    if (what.test(line)) return line;
  }
}

/** Everything that is left until its end, as one text. */
export async function rest(client: Client): Promise<string> {
  const lines: string[] = [];
  try {
    for (;;) lines.push(await client.line());
  } catch {
    return lines.join('\n');
  }
}
