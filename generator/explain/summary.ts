import type { KeepalivePlan, SocketPlan } from '../../contract/device.ts';
import type { Plan } from '../../contract/plan.ts';
import type { DetectionPlan } from '../../contract/promises.ts';
import { oneOf } from '../../document/words/printed.ts';
import { type Row, type Section, seconds } from './format.ts';
import { grouped } from './grouped.ts';
import { methodName } from './methods.ts';

/** What matters first, in at most seven rows. */
export function summarySection(plan: Plan): Section {
  const { warnings } = plan;
  const warned: Row[] = warnings.length === 0 ? [] : [['warnings', `${warnings.length}, see "remarks"`]];
  return {
    title: 'summary',
    rows: [
      ['device', deviceText(plan)],
      ['sockets', kindsText(plan.sockets)],
      ...probeRows(plan.sockets),
      ...detectionRows(plan.detection),
      ...warned,
    ],
  };
}

function deviceText({ chip, mcu, platform, watching }: Plan): string {
  const board = platform.name === 'registers' || platform.name === 'spl' ? ` on an ${mcu.part}` : '';
  const how = watching === null ? '' : ', sockets watched';
  return `${chip.name}${board}, platform ${platform.name}${how}`;
}

/** `2 servers on port 5000, 1 client of 192.168.1.10:5000`. */
function kindsText(sockets: readonly SocketPlan[]): string {
  const kinds = grouped(sockets, kindOf);
  return kinds.map(({ of, count }) => `${count} ${plural(roleOf(of), count)} ${whereOf(of)}`).join(', ');
}

const kindOf = (socket: SocketPlan): string => `${roleOf(socket)} ${whereOf(socket)}`;

function roleOf({ client, websocket }: SocketPlan): string {
  if (client !== null) return 'client';
  return websocket === null ? 'server' : 'WebSocket server';
}

function whereOf({ client, port }: SocketPlan): string {
  return client === null ? `on port ${port}` : `of ${client.serverIp.join('.')}:${client.serverPort}`;
}

const plural = (word: string, count: number): string => (count === 1 ? word : `${word}s`);

function probeRows(sockets: readonly SocketPlan[]): readonly Row[] {
  const kinds = grouped(sockets, ({ keepalive }) => JSON.stringify(keepalive));
  const [only] = kinds;
  if (only === undefined) return [];
  if (kinds.length > 1) return [['probes', 'differ by socket, see "keepalive"']];
  return [['probes', probesText(only.of.keepalive)]];
}

function probesText(keepalive: KeepalivePlan | null): string {
  if (keepalive === null) return 'none';
  const { firstProbeLatestMs, probeIntervalMs } = keepalive;
  return `${seconds(firstProbeLatestMs)} after the last data at the latest, then every ${seconds(probeIntervalMs)}`;
}

/** The bound that users ask for, and what no method detects, with the keys that would. */
function detectionRows(detection: readonly DetectionPlan[]): readonly Row[] {
  const open = detection.filter(({ covered }) => !covered).map(openText);
  return [
    ['dead peer', deadPeerText(detection)],
    ['not covered', open.length === 0 ? 'nothing' : open.join('; ')],
  ];
}

/** The bound of a cut cable, and the method that gives it: it may be quicker than the first probe. */
function deadPeerText(detection: readonly DetectionPlan[]): string {
  const cut = detection.find(({ failure }) => failure === 'cable-cut');
  if (cut?.boundMs == null) return 'not detected';
  const by = cut.methods.find(({ worstMs }) => worstMs === cut.boundMs);
  return `detected within ${seconds(cut.boundMs)}${by === undefined ? '' : ` by ${methodName(by.method)}`}`;
}

function openText({ failure, coveredBy }: DetectionPlan): string {
  return coveredBy.length === 0 ? failure : `${failure}: add ${oneOf(coveredBy)}`;
}
