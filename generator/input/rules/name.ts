import { printed } from '../../../document/words/printed.ts';
import { schemaOf } from '../schema/schema-of.ts';
import type { Rule } from './rule.ts';

/** Windows takes these for devices, in any case and with any extension. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

export const nameRules: readonly Rule[] = [
  {
    id: 'name/safe',
    needs: ['/name'],
    check: ({ spec, given }) => {
      const wrong = wrongName(spec.name);
      if (wrong === null) return [];
      const advice = given('/name') ? '' : ' The name comes from the file; rename it or give a "name".';
      return [{ pointer: '/name', message: `Found the name ${printed(spec.name)}. ${wrong}${advice}` }];
    },
  },
];

/** Why a name cannot be a folder everywhere and stand in a C comment; null when it can. */
function wrongName(name: string): string | null {
  const node = schemaOf('/name');
  if (!new RegExp(node?.pattern ?? '', 'u').test(name)) return `Allowed: ${node?.patternErrorMessage}.`;
  if (DEVICE.test(name)) return 'Windows keeps this name for a device. Allowed: any other.';
  if (name.endsWith('.')) return 'Allowed: a name without a dot at its end, which Windows would drop.';
  return null;
}
