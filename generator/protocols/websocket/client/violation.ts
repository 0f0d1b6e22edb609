import type { FramingViolation } from '../../../../contract/far-side.ts';
import type { WebsocketRule } from '../../../../contract/websocket.ts';

export interface WebsocketViolation extends FramingViolation {
  readonly rule: WebsocketRule;
}

type ShortRule<Rule extends WebsocketRule> = Rule extends `websocket/${infer Name}` ? Name : never;

/** @param found what the device has sent; a clause */
export function violation(rule: ShortRule<WebsocketRule>, found: string): WebsocketViolation {
  return { rule: `websocket/${rule}`, text: `${found[0]?.toUpperCase()}${found.slice(1)}.` };
}

export function isViolation(it: object): it is WebsocketViolation {
  return 'rule' in it;
}
