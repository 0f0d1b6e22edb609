/** Cutting and repairing the whole wire, or the cable of one end. */

import type { CableStep } from '../format/scenario.generated.ts';
import { directionsOf } from '../format/wire.ts';
import { type Host, namesOf } from '../peers/host.ts';
import { reportStep } from '../record/report-step.ts';
import type { TestBed } from '../testbed/test-bed.ts';
import { directionText } from './impair.ts';

/** Hosts that cannot be reached count as failed, and as recovered if the cable is repaired before the device notices. */
export function cable(bed: TestBed, step: CableStep): void {
  const { at } = step;
  const cut = step.do === 'cut';
  const where = at === undefined ? directionText(step.direction) : ` at ${at}`;
  const isEverybody = at === undefined || at === 'device';
  const concerned = isEverybody ? bed.hosts : bed.machinesOf(at);
  const isMeant = (host: Host): boolean => isEverybody || bed.hostsOf(at).includes(host);
  const directions = directionsOf(step.direction);
  const action = { what: step.do, at: at ?? null, directions, peers: namesOf(concerned) };
  reportStep(bed, `cable${where} ${cut ? 'cut' : 'mended'}`, action);
  if (at === undefined) bed.link[step.do](directions);
  const ports = at === 'device' ? [bed.devicePort] : isEverybody ? [] : concerned.map(({ port }) => port);
  for (const port of ports) {
    if (cut) port.unplug();
    else port.plug();
  }
  for (const host of concerned) {
    if (cut) host.fail('cut', !isMeant(host));
    else if (isReachable(bed, host) && bed.sessionOf(host)?.left === null && !host.isEnded()) host.recover('cut');
  }
}

function isReachable({ link, devicePort }: TestBed, host: Host): boolean {
  return !link.isCut && devicePort.linkUp && host.port.linkUp;
}
