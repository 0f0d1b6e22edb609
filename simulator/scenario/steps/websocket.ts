/** The effect of the steps on WebSockets. */
import type { FramingAction } from '../../../contract/far-side.ts';
import type { WsCloseStep, WsMessageStep, WsPingStep } from '../format/scenario.generated.ts';
import { socketNumbered } from '../format/socket-numbered.ts';
import { pingBytes } from '../format/websocket-steps.ts';
import { type Host, subject } from '../peers/host.ts';
import { messageSetOf } from '../peers/without-messages.ts';
import { reportStep } from '../record/report-step.ts';
import type { TestBed } from '../testbed/test-bed.ts';
import { contentOf } from './content.ts';

type WebsocketStep = WsMessageStep | WsPingStep | WsCloseStep;

/** The end of a sentence about the step that failed; null: it is done. */
export function onWebsocket(bed: TestBed, step: WebsocketStep): string | null {
  const named = bed.hostsOf(step.peer);
  const hosts = step.optional ? named.filter((host) => host.canSend()) : named;
  const unable = hosts.find((host) => !host.canSend());
  if (unable !== undefined) return `${unable.config.name} has no open connection for "${step.do}"`;
  const actions = hosts.map((host) => ({ host, ...actionOf(bed, host, step) }));
  const first = actions[0];
  if (first !== undefined) reportStep(bed, `${subject(step.peer, hosts)} ${first.text}`);
  const mostBytes = step.do === 'ws-message' ? step.stopsAfter : undefined;
  for (const { host, action } of actions) host.act(action, mostBytes);
  return null;
}

interface Told {
  readonly action: FramingAction;
  readonly text: string;
}

function actionOf(bed: TestBed, host: Host, step: WebsocketStep): Told {
  switch (step.do) {
    case 'ws-message':
      return messageOf(bed, host, step);
    case 'ws-ping': {
      const data = pingBytes(step);
      return { action: { what: 'ping', data }, text: `sends a ping of ${data.length} bytes` };
    }
    case 'ws-close': {
      const { code, reason } = step;
      const text = `closes its WebSocket ${code === null ? 'without a code' : `with ${code}`}`;
      return { action: { what: 'close', code, reason }, text };
    }
    default:
      return step satisfies never;
  }
}

function messageOf({ plan, farSides, random }: TestBed, host: Host, step: WsMessageStep): Told {
  const { bytes, text } = contentOf(step, random, messageSetOf(plan, farSides));
  const most = socketNumbered(plan, host.config.socket)?.websocket?.maxMessageBytes ?? bytes.length;
  const data = step.sample ? bytes.subarray(0, most) : bytes;
  const kind = step.text === undefined ? 'binary' : 'text';
  const { fragments, stopsAfter } = step;
  const split = fragments === 1 ? '' : ` in ${fragments} fragments`;
  const part = stopsAfter === undefined ? '' : `, and stops after ${stopsAfter} bytes of the frames`;
  return {
    action: { what: 'message', kind, data, fragments },
    text: `sends a ${kind} message of ${text}${split}${part}`,
  };
}
