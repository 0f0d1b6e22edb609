/** Firmware that holds every template of C between them. */
import { render } from '../../generator/emit/render.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { everything, PLAIN } from '../bench/options.ts';

export interface CFile {
  readonly path: string;
  readonly text: string;
}

const SPL = { mcu: { platform: 'spl' } };
const BY_CHIP = { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 10, by: 'chip' } };

const WEBSOCKET = {
  port: 80,
  protocol: 'websocket',
  websocket: { subprotocols: ['v1'], origins: ['http://192.168.1.20'] },
};

const SPECS: Readonly<Record<string, object>> = {
  least: PLAIN,
  tick: { ...PLAIN, ...BY_CHIP },
  w5500: everything('W5500'),
  w5200: everything('W5200'),
  spl: { ...everything('W5200'), ...SPL },
  websocket: { ...PLAIN, sockets: [WEBSOCKET, { port: 5000 }] },
};

/** The `.c` and `.h` files of each firmware, by its name. */
export function firmware(): ReadonlyMap<string, readonly CFile[]> {
  return new Map(Object.entries(SPECS).map(([name, spec]) => [name, filesOf(name, spec)]));
}

function filesOf(name: string, spec: object): readonly CFile[] {
  const parsed = parseSpec(JSON.stringify(spec), { defaultName: name });
  if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.problems)}`);
  return render(planOf(parsed.value)).filter(({ path }) => /\.[ch]$/.test(path));
}
