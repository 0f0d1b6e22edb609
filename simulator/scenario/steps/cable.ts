/** Cutting and mending, of the whole wire or of one end's own cable. */

import type { Cable } from '../format/scenario.generated.ts';
import { type Host, namesOf } from '../peers/host.ts';
import type { Stage } from '../testbed/test-bed.ts';
import { tell } from './report-step.ts';
import { directionsOf, directionText } from './wire.ts';

/** Those who cannot be reached any more count as dead, and as alive again when mended before anybody noticed. */
export function cable(stage: Stage, step: Cable): void {
  const { at } = step;
  const cut = step.do === 'cut';
  const where = at === undefined ? directionText(step.direction) : ` at ${at}`;
  const isEverybody = at === undefined || at === 'device';
  const concerned = isEverybody ? stage.hosts : stage.machinesOf(at);
  const isMeant = (host: Host): boolean => isEverybody || stage.hostsOf(at).includes(host);
  const directions = directionsOf(step.direction);
  const deed = { what: step.do, at: at ?? null, directions, peers: namesOf(concerned) };
  tell(stage, `cable${where} ${cut ? 'cut' : 'mended'}`, deed);
  if (at === undefined) stage.link[step.do](directions);
  const ports = at === 'device' ? [stage.devicePort] : isEverybody ? [] : concerned.map(({ port }) => port);
  for (const port of ports) {
    if (cut) port.unplug();
    else port.plug();
  }
  for (const host of concerned) {
    if (cut) host.die('cut', !isMeant(host));
    else if (isReachable(stage, host) && stage.stintOf(host)?.left === null && !host.isEnded()) host.revive('cut');
  }
}

function isReachable({ link, devicePort }: Stage, host: Host): boolean {
  return !link.isCut && devicePort.linkUp && host.port.linkUp;
}
