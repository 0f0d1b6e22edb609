/** Cutting and mending, of the whole wire or of one end's own cable. */
import type { Host } from './host.ts';
import type { Stage } from './stage.ts';

/** Reports what is done now. */
export function tell(stage: Stage, text: string): void {
  stage.recorder.report({ kind: 'step', text });
}

/** Those who cannot be reached any more count as dead, and as alive again when mended before anybody noticed. */
export function cable(stage: Stage, cut: boolean, at: string | undefined): void {
  tell(stage, `${at === undefined ? 'cable' : `cable at ${at}`} ${cut ? 'cut' : 'mended'}`);
  if (at === undefined) setLink(stage, cut);
  const isEverybody = at === undefined || at === 'device';
  const concerned = isEverybody ? stage.hosts : stage.hostsOf(at);
  const ports = at === 'device' ? [stage.devicePort] : isEverybody ? [] : concerned.map(({ port }) => port);
  for (const port of ports) {
    if (cut) port.unplug();
    else port.plug();
  }
  for (const host of concerned) {
    if (cut) host.die('cut');
    else if (isReachable(stage, host) && stage.stintOf(host)?.left === null && !host.isEnded()) host.revive();
  }
}

function isReachable({ link, devicePort }: Stage, host: Host): boolean {
  return !link.isCut && devicePort.linkUp && host.port.linkUp;
}

function setLink({ link }: Stage, cut: boolean): void {
  if (cut) link.cut();
  else link.mend();
}
