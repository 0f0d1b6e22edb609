import type { EndReason } from '../../../contract/firmware.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { FirmwarePart } from '../../firmware/part.ts';
import { Texts } from '../../firmware/texts.ts';
import { METHODS } from '../../methods/registry.ts';
import { soughtFirmware } from '../../protocols/messages/sought.ts';
import type { Protocol } from '../../protocols/protocol.ts';
import { PROTOCOLS } from '../../protocols/registry.ts';
import { clientFirmware } from './client.ts';
import { countersFirmware } from './counters.ts';
import { networkFirmware } from './network.ts';
import { soughtIn } from './sought.ts';
import { textsFirmware } from './texts.ts';
import { traceFirmware } from './trace.ts';
import { watchdogFirmware } from './watchdog.ts';

/** Everything that the plan asks for beside the fixed loop, in the order in which the loop calls it. */
export function partsOf(plan: Plan): readonly FirmwarePart[] {
  const texts = new Texts();
  const methods = METHODS.flatMap(({ firmware }) => firmware?.(plan, texts) ?? []);
  const counters = countersFirmware(plan, texts);
  const actions = Object.assign({}, ...methods.map(({ onMessage }) => onMessage));
  const parts = [
    ...methods,
    ...soughtFirmware(soughtIn(plan), actions, texts),
    ...protocolParts(plan, [...methods, ...counters], actions),
    ...networkFirmware(plan, texts),
    ...clientFirmware(plan, texts),
    ...counters,
    ...watchdogFirmware(plan),
  ];
  const all = [...parts, ...traceFirmware(plan, parts.flatMap(endsOf)), ...textsFirmware(texts)];
  return withEachFileOnce(all);
}

function protocolParts(
  plan: Plan,
  users: readonly FirmwarePart[],
  actions: Readonly<Record<string, string>>,
): readonly FirmwarePart[] {
  const sought = soughtIn(plan);
  const isWanted = (hook: 'received' | 'pong'): boolean => users.some(({ hooks }) => (hooks?.[hook]?.length ?? 0) > 0);
  const wanted = { actsOn: (name: string) => name in actions, data: isWanted('received'), pongs: isWanted('pong') };
  return PROTOCOLS.flatMap(({ name, firmware }: Protocol) => {
    const own = sought.filter(({ socket }) => {
      return plan.sockets[socket]?.protocol === name;
    });
    return firmware?.(plan, { ...wanted, sought: own }) ?? [];
  });
}

/** Parts may share a file. */
function withEachFileOnce(parts: readonly FirmwarePart[]): readonly FirmwarePart[] {
  const seen = new Set<string>();
  return parts.map((part) => {
    const sources = part.sources.filter(({ path }) => !seen.has(path));
    for (const { path } of sources) seen.add(path);
    return { ...part, sources };
  });
}

function endsOf({ hooks, ends = [] }: FirmwarePart): readonly EndReason[] {
  return [...ends, ...(hooks?.expired ?? []).map(({ reason }) => reason)];
}
