/** Adds what a dialogue leaves out. Whatever is not as the schema says is left as it is. */

/** Long for a device on the same network. */
const WITHIN_MS = 1000;

type Values = Readonly<Record<string, unknown>>;

/** @param traffic the value of the key, which may be wrong in any way */
export function completeTraffic(traffic: unknown): unknown {
  if (!isObject(traffic) || !Array.isArray(traffic.dialogue)) return traffic;
  return { dialogue: traffic.dialogue.map((entry) => (isObject(entry) ? completeEntry(entry) : entry)) };
}

function completeEntry(entry: Values): Values {
  if ('hear' in entry) return { hear: heard(entry.hear), answer: said(entry.answer) };
  return {
    say: said(entry.say),
    expect: heard(entry.expect),
    withinMs: entry.withinMs ?? WITHIN_MS,
    everyS: entry.everyS ?? null,
  };
}

function said(message: unknown): unknown {
  return isObject(message) ? { text: null, hex: null, ...message } : (message ?? null);
}

function heard(message: unknown): unknown {
  return isObject(message) ? { text: null, hex: null, pattern: null, ...message } : (message ?? null);
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null;
}
